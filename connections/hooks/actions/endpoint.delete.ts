import { defineAction, T } from '#kernel'
import { Endpoint } from '../entities.ts'
import { endpointDeleted } from '../events.ts'

export const deleteEndpoint = defineAction({
  id: 'hooks.endpoint.delete',
  kind: 'command',
  effect: 'local',
  title: 'Delete a webhook',
  description: 'It is told nothing more, and its deliveries are forgotten.',
  input: T.Object(
    { endpoint: T.Id({ title: 'Webhook', 'x-pick': 'hooks.endpoint.list' }) },
    { additionalProperties: false },
  ),
  output: T.Null(),
  emits: [endpointDeleted],
  subject: 'endpoint',
  scope: 'hooks.manage',
  destructive: true,
}).run(async ({ endpoint }, ctx) => {
  await ctx.records(Endpoint).delete(endpoint)
  ctx.emit(endpointDeleted, { endpoint }, { subject: endpoint })
  return null
})
