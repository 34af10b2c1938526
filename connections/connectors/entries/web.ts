import ical from 'ical.js'
import { defineAction, fail, T } from '#kernel'
import { account, entry, text } from '../entry.ts'

const FEED_MAX = 4 * 1024 * 1024
const EVENTS_MAX = 1000

const events = defineAction({
  id: 'connectors.calendar.events',
  kind: 'query',
  effect: 'outside',
  title: 'Read events of a calendar feed',
  description:
    'Of an iCalendar address (.ics), as calendar programs publish them; the linked account may hold its secret address.',
  input: T.Object(
    {
      account,
      path: T.Optional(T.String({ maxLength: 500, pattern: '^/', title: 'Path' })),
      from: T.Optional(T.Time({ title: 'From' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    name: T.Optional(T.String()),
    items: T.Array(
      T.Object({
        uid: T.String(),
        title: T.String(),
        starts_at: T.String(),
        ends_at: T.Optional(T.String()),
        place: T.Optional(T.String()),
        repeats: T.Boolean(),
      }),
    ),
  }),
  scope: 'connectors.use',
  ratePerMinute: 60,
}).run(async ({ account: id, path = '/{key}', from }, ctx) => {
  const linked = (await ctx.call('vault.account.get', { account: id })) as { origins: string[] }
  const answer = await ctx.egress.fetch(linked.origins[0] + path, {
    account: id,
    bytesMax: FEED_MAX,
    redirects: 3,
  })
  if (answer.status !== 200)
    throw fail(
      'unavailable',
      `The calendar answered with status ${answer.status}.`,
      'Check its address.',
    )
  const calendar = parsed(Buffer.from(answer.body).toString('utf8'))
  const items = calendar
    .getAllSubcomponents('vevent')
    .map((component) => new ical.Event(component))
    .map((event) => ({
      uid: String(event.uid ?? ''),
      title: String(event.summary ?? ''),
      starts_at: timeOf(event.startDate),
      ...(event.endDate ? { ends_at: timeOf(event.endDate) } : {}),
      ...(event.location ? { place: String(event.location) } : {}),
      repeats: event.isRecurring(),
    }))
    .filter((event) => from === undefined || event.repeats || event.starts_at >= from)
    .sort((a, b) => a.starts_at.localeCompare(b.starts_at))
    .slice(0, EVENTS_MAX)
  const name = calendar.getFirstPropertyValue('x-wr-calname')
  return { ...(typeof name === 'string' ? { name } : {}), items }
})

function parsed(text: string) {
  try {
    return new ical.Component(ical.parse(text) as never)
  } catch {
    throw fail('invalid', 'This is no calendar.', 'Give the address of an .ics feed.')
  }
}
const timeOf = (time: { isDate: boolean; toJSDate(): Date; toString(): string }): string =>
  time.isDate ? time.toString() : time.toJSDate().toISOString()

export const web = [
  entry({
    id: 'webhook',
    title: 'Webhook (Standard Webhooks)',
    zh: 'Webhook（Standard Webhooks）',
    about: 'Tells any server something, signed so that it can be trusted.',
    about_zh: '把消息签名后发给任意服务器，对方可以验证真伪。',
    icon: 'link',
    docs: 'https://www.standardwebhooks.com',
    auth: [{ kind: 'hmac', scheme: 'standard-webhooks' }],
    origins: [],
    proof: { state: 'verified', by: 'server', with: 'standardwebhooks 1.0', on: '2026-11-23' },
    requests: [
      {
        verb: 'send',
        title: 'Send a webhook',
        description:
          'A JSON body to a path of the account’s server; asked again under the same key it bears the same webhook-id.',
        input: { path: text('Path', 500), body: T.Json({ title: 'Body' }) },
        method: 'POST',
        path: '/{path}',
        body: '{{ input.body }}',
        idempotency: 'Webhook-Id',
      },
    ],
  }),
  entry({
    id: 'calendar',
    title: 'Calendar feed (iCalendar)',
    zh: '日历订阅（iCalendar）',
    about: 'Events of any calendar that publishes an .ics address.',
    about_zh: '读取任意提供 .ics 地址的日历。',
    icon: 'calendar',
    docs: 'https://www.rfc-editor.org/rfc/rfc5545',
    auth: [{ kind: 'api_key', in: 'path' }, { kind: 'none' }, { kind: 'basic' }],
    origins: [],
    proof: { state: 'verified', by: 'server', with: 'Tenon calendar', on: '2026-11-23' },
    actions: [events],
  }),
]
