import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '../../kernel/testing.ts'
import { statementsOf } from './statements.ts'

const EVENTS = 20_000

let as: Cast
before(async () => {
  as = await tenon()
  await as.owner(async (client) => {
    // Years of colleagues' meetings around a few of one's own.
    const { org } = as.wang.actor
    const made = await client.query<{ id: string }>(
      `WITH c AS (INSERT INTO calendar.calendar (org, id, name, kind, owner, main, open, hue, zone)
         SELECT $1, gen_random_uuid(), 'c' || n, 'personal', gen_random_uuid(), true, 'busy', 0, 'UTC' FROM generate_series(1, 200) n RETURNING id, owner)
       INSERT INTO calendar.event (org, id, calendar, title, organiser, all_day, zone, starts_at, ends_at, series_end, uid, sequence, status, visibility, busy, reminders)
       SELECT $1, gen_random_uuid(), c.id, 'e' || n, c.owner, false, 'UTC', now() - n * interval '1 hour', now() - n * interval '1 hour' + interval '30 min',
         now() - n * interval '1 hour' + interval '30 min', gen_random_uuid()::text, 0, 'confirmed', 'default', true, '[]'
       FROM c, generate_series(1, $2) n RETURNING id`,
      [org, EVENTS / 200],
    )
    await client.query(
      `INSERT INTO calendar.attendee (org, id, event, kind, person, name, optional, response)
       SELECT org, gen_random_uuid(), id, 'person', organiser, 'x', false, 'accepted' FROM calendar.event WHERE id = ANY($1)`,
      [made.rows.map(({ id }) => id)],
    )
    await client.query('VACUUM ANALYZE calendar.event')
    await client.query('VACUUM ANALYZE calendar.attendee')
  })
})
after(() => as[Symbol.asyncDispose]())

const year = { from: '2026-06-01T00:00:00Z', to: '2027-05-31T00:00:00Z' }

test('a year of one person is two statements, however much it holds', async () => {
  // Which groups one is in, by chat's own door, and what stands in the calendars.
  assert.equal((await statementsOf(() => as.lin.call('calendar.event.list', year))).length, 2)
  const overlaid = { ...year, people: [as.chen.id, as.wang.id, as.zhao.id] }
  assert.equal((await statementsOf(() => as.lin.call('calendar.event.list', overlaid))).length, 3)
  const { items } = (await as.lin.call('calendar.event.list', year)) as { items: unknown[] }
  assert.ok(items.length > 25, `${items.length}`)
})

test('free and busy of many people and rooms is one statement for each kind', async () => {
  const people = Object.values(as.world.people).slice(0, 25)
  const rooms = [as.world.ids['calendar.room.large']!, as.world.ids['calendar.room.riding']!]
  const week = { from: '2026-11-23T00:00:00Z', to: '2026-11-30T00:00:00Z' }
  const heard = await statementsOf(() =>
    as.lin.call('calendar.busy.list', { ...week, people, rooms }),
  )
  // Who may be seen, when they are taken; which rooms there are, when they are booked.
  assert.equal(heard.length, 4)
})
