import { defineAction, ref, T } from '#kernel'
import { Feed } from '../entities.ts'
import { feedChanged } from '../events.ts'

export const revokeFeed = defineAction({
  id: 'calendar.feed.revoke',
  kind: 'command',
  effect: 'local',
  title: 'Revoke a subscription link',
  description: 'The address answers nothing from now on.',
  input: T.Object({ feed: ref(Feed, { title: 'Link' }) }, { additionalProperties: false }),
  output: T.Object({ feed: T.Id() }),
  emits: [feedChanged],
  subject: 'feed',
  scope: 'calendar.use',
  idempotent: true,
}).run(async ({ feed }, ctx) => {
  const { person } = await ctx.records(Feed).update(feed, { revoked_at: ctx.now.toISOString() })
  ctx.emit(feedChanged, { feed, person, revoked: true }, { stream: `person:${person}` })
  return { feed }
})
