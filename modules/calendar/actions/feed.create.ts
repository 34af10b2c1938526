import { defineAction, forbidden, sensitive, T } from '#kernel'
import { Feed } from '../entities.ts'
import { feedChanged } from '../events.ts'
import { feedToken, hashOf } from '../tokens.ts'

/** Enough for every device of one person; a forgotten one is revoked in the list. */
const FEEDS_MAX = 10

export const createFeed = defineAction({
  id: 'calendar.feed.create',
  kind: 'command',
  effect: 'local',
  title: 'Make a subscription link',
  description:
    'A secret address under which another calendar program reads your calendar. It is shown once; whoever has it sees what it shows until you revoke it.',
  input: T.Object(
    { name: Feed.fields.name, detail: T.Optional(Feed.fields.detail) },
    { additionalProperties: false },
  ),
  output: T.Object({ feed: T.Id(), url: sensitive(T.String()) }),
  errors: {
    onlyPeople: forbidden('Only a person has a calendar to subscribe to.', 'Sign in as a person.'),
    enough: forbidden('You have ten links already.', 'Revoke one that you no longer use.'),
  },
  emits: [feedChanged],
  scope: 'calendar.use',
}).run(async ({ name, detail = 'full' }, ctx) => {
  if (ctx.actor.kind !== 'person') throw ctx.error('onlyPeople')
  const person = ctx.actor.id
  const [{ n }] = (await ctx.sql<{ n: number }>`
    SELECT count(*) AS n FROM calendar.feed WHERE org = ${ctx.org} AND person = ${person} AND revoked_at IS NULL`) as [
    { n: number },
  ]
  if (n >= FEEDS_MAX) throw ctx.error('enough')
  const [id, token] = [ctx.id(), feedToken(ctx.org)]
  await ctx.sql`
    INSERT INTO calendar.feed (org, id, person, name, hash, detail) VALUES (${ctx.org}, ${id}, ${person}, ${name}, ${hashOf(token)}, ${detail})`
  ctx.emit(
    feedChanged,
    { feed: id, person, revoked: false },
    { stream: `person:${person}`, subject: id },
  )
  return { feed: id, url: `${ctx.publicUrl}/ics/${token}.ics` }
})
