import { defineAction, T } from '#kernel'
import { drainEndpoint } from './endpoint.drain.ts'
import { Endpoint } from '../entities.ts'
import { endpointChanged } from '../events.ts'

/** Of one call; more is asked for again. */
const AT_ONCE = 10_000

export const replayDeliveries = defineAction({
  id: 'hooks.delivery.replay',
  kind: 'command',
  effect: 'local',
  title: 'Send again',
  description:
    'One delivery, or those of a time and state. The receiver sees the same webhook-id and knows what it has.',
  input: T.Object(
    {
      endpoint: T.Id({ title: 'Webhook', 'x-pick': 'hooks.endpoint.list' }),
      delivery: T.Optional(T.Id({ title: 'Delivery' })),
      since: T.Optional(T.Time({ title: 'Since' })),
      until: T.Optional(T.Time({ title: 'Until' })),
      state: T.Optional(T.Enum(['delivered', 'given_up'], { title: 'State' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ sending: T.Integer() }),
  emits: [endpointChanged],
  subject: 'endpoint',
  scope: 'hooks.manage',
}).run(async ({ endpoint, delivery, since, until, state }, ctx) => {
  const { id } = await ctx.records(Endpoint).get(endpoint)
  const rows = await ctx.sql`
    UPDATE hooks.delivery SET state = 'waiting', attempts = 0, due_at = clock_timestamp(), updated_at = now(), rev = rev + 1
    WHERE org = ${ctx.org} AND id IN (
      SELECT d.id FROM hooks.delivery d WHERE d.org = ${ctx.org} AND d.endpoint = ${id} AND d.state <> 'waiting'
        AND (${delivery ?? null}::uuid IS NULL OR d.id = ${delivery ?? null}::uuid)
        AND (${state ?? null}::text IS NULL OR d.state = ${state ?? null}::text)
        AND d.created_at >= coalesce(${since ?? null}::timestamptz, '-infinity') AND d.created_at < coalesce(${until ?? null}::timestamptz, 'infinity')
      ORDER BY d.created_at LIMIT ${AT_ONCE})
    RETURNING id`
  if (rows.length) ctx.enqueue(drainEndpoint, { endpoint: id }, { key: `drain ${id}` })
  ctx.emit(endpointChanged, { endpoint: id }, { subject: id })
  return { sending: rows.length }
})
