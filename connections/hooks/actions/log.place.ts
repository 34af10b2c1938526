import { defineAction, T } from '#kernel'
import { drainEndpoint } from './endpoint.drain.ts'

const Placed = T.Object({ org: T.Id(), endpoint: T.Id(), event: T.Id(), type: T.String() })

export const placeDeliveries = defineAction({
  id: 'hooks.log.place',
  kind: 'command',
  effect: 'local',
  title: 'Place what the log told',
  description:
    'Deliveries for who listens, and the cursor moved: both or neither. Only the reader calls this.',
  input: T.Object({ from: T.String(), to: T.String(), placed: T.Array(Placed) }),
  output: T.Object({ moved: T.Boolean() }),
  silent: 'deliveries are told by what they deliver',
  scope: 'hooks.manage',
  internal: true,
}).run(async ({ from, to, placed }, ctx) => {
  const rows = await ctx.sql`
    UPDATE hooks.cursor SET position = ${to}::jsonb WHERE org = ${ctx.org} AND id = 'log' AND position = ${from}::jsonb RETURNING id`
  if (rows.length === 0) return { moved: false }
  for (const [org, theirs] of Map.groupBy(placed, (each) => each.org))
    await ctx.within(org, async (there) => {
      await there.sql`
        INSERT INTO hooks.delivery (org, id, endpoint, event, type, state, attempts, due_at)
        SELECT ${org}::uuid, d.id, d.endpoint, d.event, d.type, 'waiting', 0, clock_timestamp()
        FROM unnest(${theirs.map(() => ctx.id())}::uuid[], ${theirs.map((each) => each.endpoint)}::uuid[], ${theirs.map((each) => each.event)}::uuid[], ${theirs.map(({ type }) => type)}::text[]) AS d(id, endpoint, event, type)
        WHERE EXISTS (SELECT 1 FROM hooks.endpoint e WHERE e.org = ${org} AND e.id = d.endpoint)
        ON CONFLICT (org, endpoint, event) DO NOTHING`
      for (const endpoint of new Set(theirs.map((each) => each.endpoint)))
        there.enqueue(drainEndpoint, { endpoint }, { key: `drain ${endpoint}` })
    })
  return { moved: true }
})
