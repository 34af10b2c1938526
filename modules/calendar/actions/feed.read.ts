import { defineAction, notFound, sensitive, T } from '#kernel'
import { toIcs } from '../ics.ts'
import { kernelOf } from '../running.ts'
import { hashOf, orgOfFeed } from '../tokens.ts'
import { gatherFeed } from './feed.gather.ts'

/** A calendar program asks every few minutes at most. */
const PER_MINUTE = 60

export const readFeed = defineAction({
  id: 'calendar.feed.read',
  kind: 'query',
  effect: 'local',
  title: 'A subscribed calendar',
  description:
    'The calendar behind a secret subscription link, as iCalendar. It shows what its person may see now.',
  input: T.Object(
    { token: sensitive(T.String({ maxLength: 120 })) },
    { additionalProperties: false },
  ),
  output: T.Object(
    { text: T.String(), name: T.String(), mime: T.String() },
    { 'x-kind': 'download', 'x-path': '/ics/:token' },
  ),
  errors: {
    noFeed: notFound(
      'There is no such subscription.',
      'Make a new link in the calendar: it may have been revoked.',
    ),
  },
  scope: 'everyone',
  ratePerMinute: PER_MINUTE,
}).run(async ({ token }, ctx) => {
  const bare = token.replace(/\.ics$/, '')
  const org = orgOfFeed(bare)
  if (!org) throw ctx.error('noFeed')
  const kernel = kernelOf(ctx)
  const [feed] = await kernel.database.reader(org).sql<{
    id: string
    person: string
    name: string
    detail: 'full' | 'busy'
  }>`
    UPDATE calendar.feed SET used_at = clock_timestamp()
    WHERE org = ${org} AND hash = ${hashOf(bare)} AND revoked_at IS NULL RETURNING id, person, name, detail`
  const person = feed && (await kernel.actorOf(org, feed.person))
  if (!feed || !person) throw ctx.error('noFeed')
  const { entries } = await kernel.call(gatherFeed, { detail: feed.detail }, person, {
    door: 'module',
  })
  const text = toIcs(entries as never, { name: feed.name, now: ctx.now })
  return { text, name: 'calendar.ics', mime: 'text/calendar' }
})
