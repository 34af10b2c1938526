import { defineAction, T } from '#kernel'
import { addDays, BUCKETS } from '../order.ts'

export const countItems = defineAction({
  id: 'todo.item.count',
  kind: 'query',
  effect: 'local',
  title: 'Count to-dos',
  description:
    'How many open to-dos you have, by when they are due, and how many you settled in the last seven days.',
  input: T.Object(
    {
      today: T.Optional(
        T.Day({ title: 'Today', description: 'What day it is where you are; default: in UTC.' }),
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    open: T.Integer(),
    ...Object.fromEntries(BUCKETS.map((bucket) => [bucket, T.Integer()])),
    done: T.Integer(),
  } as Record<'open' | 'done' | (typeof BUCKETS)[number], ReturnType<typeof T.Integer>>),
  scope: 'todo.use',
}).run(async ({ today }, ctx) => {
  const day = today ?? ctx.now.toISOString().slice(0, 10)
  if (ctx.actor.kind !== 'person')
    return { open: 0, overdue: 0, today: 0, week: 0, later: 0, undated: 0, done: 0 }
  const [row] = await ctx.sql<Record<'open' | 'done' | (typeof BUCKETS)[number], number>>`
    SELECT count(*) FILTER (WHERE state = 'open')::int AS open,
      count(*) FILTER (WHERE state = 'open' AND due_on < ${day}::date)::int AS overdue,
      count(*) FILTER (WHERE state = 'open' AND due_on = ${day}::date)::int AS today,
      count(*) FILTER (WHERE state = 'open' AND due_on > ${day}::date AND due_on < ${addDays(day, 8)}::date)::int AS week,
      count(*) FILTER (WHERE state = 'open' AND due_on >= ${addDays(day, 8)}::date)::int AS later,
      count(*) FILTER (WHERE state = 'open' AND due_on IS NULL)::int AS undated,
      count(*) FILTER (WHERE state <> 'open')::int AS done
    FROM todo.item WHERE org = ${ctx.org} AND person = ${ctx.actor.id}
      AND (state = 'open' OR settled_at > ${addDays(day, -7)}::date)`
  return row!
})
