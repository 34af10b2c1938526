import { defineAction, T } from '#kernel'
import { Run } from '../entities.ts'

const DAYS_MAX = 90
const GROUPS_MAX = 100

export const groupErrors = defineAction({
  id: 'flows.run.errors',
  kind: 'query',
  effect: 'local',
  title: 'Failed runs by class',
  description:
    'How many runs failed during the last days, by flow, step and class of error: who can do something about it stands in the class.',
  input: T.Object(
    {
      flow: T.Optional(T.Id()),
      days: T.Optional(T.Integer({ default: 7, minimum: 1, maximum: DAYS_MAX })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    items: T.Array(
      T.Object({
        flow: T.Id(),
        class: T.String(),
        step: T.String(),
        count: T.Integer(),
      }),
    ),
  }),
  scope: 'flows.use',
}).run(async ({ flow, days = 7 }, ctx) => {
  const since = new Date(ctx.now.getTime() - days * 86_400_000).toISOString()
  const groups = await ctx.records(Run).aggregate({
    where: { state: 'failed', created_at: { gte: since }, ...(flow ? { flow } : {}) },
    by: ['flow', 'error_class', 'error_step'],
    measures: { count: 'count' },
  })
  const items = groups.map((group) => ({
    flow: String(group.flow),
    class: group.error_class ?? 'bug',
    step: group.error_step ?? '',
    count: group.count,
  }))
  return { items: items.toSorted((a, b) => b.count - a.count).slice(0, GROUPS_MAX) }
})
