import { defineAction, T } from '#kernel'
import { Flow } from '../entities.ts'

/** As many as a row of the list shows. */
const SHOWN = 12

export const recentRuns = defineAction({
  id: 'flows.run.recent',
  kind: 'query',
  effect: 'local',
  title: 'Last runs of flows',
  description: 'The last twelve runs of each of these flows, newest first.',
  input: T.Object({ flows: T.Array(T.Id(), { maxItems: 200 }) }, { additionalProperties: false }),
  output: T.Object({
    items: T.Array(T.Object({ flow: T.Id(), run: T.Id(), state: T.String(), at: T.Time() })),
  }),
  scope: 'flows.use',
}).run(async ({ flows }, ctx) => {
  const mine = await ctx.records(Flow).list({ where: { id: { in: flows } }, limit: 200 })
  const items = await ctx.sql<{ flow: string; run: string; state: string; at: string }>`
    SELECT f.id AS flow, r.id AS run, r.state, r.created_at AS at
    FROM unnest(${mine.items.map(({ id }) => id)}::uuid[]) AS f(id)
    CROSS JOIN LATERAL (
      SELECT id, state, created_at FROM flows.run WHERE org = ${ctx.org} AND flow = f.id ORDER BY id DESC LIMIT ${SHOWN}
    ) r`
  return { items: items.map((one) => ({ ...one, at: new Date(one.at).toISOString() })) }
})
