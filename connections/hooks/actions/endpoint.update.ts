import { defineAction, T } from '#kernel'
import { drainEndpoint } from './endpoint.drain.ts'
import { Endpoint, Pattern } from '../entities.ts'
import { endpointChanged } from '../events.ts'
import { known, unknownEvents } from '../known.ts'

export const updateEndpoint = defineAction({
  id: 'hooks.endpoint.update',
  kind: 'command',
  effect: 'local',
  title: 'Change a webhook',
  description:
    'Its name, address or events; switches it off, or on again, when what waits is sent.',
  input: T.Object(
    {
      endpoint: T.Id({ title: 'Webhook', 'x-pick': 'hooks.endpoint.list' }),
      name: T.Optional(T.String({ minLength: 1, maxLength: 100, title: 'Name' })),
      url: T.Optional(
        T.String({ format: 'uri', pattern: '^https?://', maxLength: 2000, title: 'Address' }),
      ),
      events: T.Optional(
        T.Array(Pattern, { minItems: 1, maxItems: 100, uniqueItems: true, title: 'Events' }),
      ),
      on: T.Optional(T.Boolean({ title: 'On' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ id: T.Id(), state: T.String() }),
  errors: { unknownEvents },
  emits: [endpointChanged],
  subject: 'endpoint',
  scope: 'hooks.manage',
  idempotent: true,
}).run(async ({ endpoint, on, ...patch }, ctx) => {
  const missing = (patch.events ?? []).filter((pattern) => !known(ctx.registry, pattern))
  if (missing.length) throw ctx.error('unknownEvents', { missing })
  const { id, state } = await ctx.records(Endpoint).update(endpoint, {
    ...patch,
    ...(on === undefined ? {} : { state: on ? 'active' : 'off', failing_since: null }),
  })
  if (on) {
    await ctx.sql`
      UPDATE hooks.delivery SET due_at = clock_timestamp() WHERE org = ${ctx.org} AND endpoint = ${id} AND state = 'waiting'`
    ctx.enqueue(drainEndpoint, { endpoint: id }, { key: `drain ${id}` })
  }
  ctx.emit(endpointChanged, { endpoint: id }, { subject: id })
  return { id, state }
})
