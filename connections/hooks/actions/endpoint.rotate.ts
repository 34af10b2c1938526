import { defineAction, T } from '#kernel'
import { newSecret } from '#connections/signing'
import { Endpoint } from '../entities.ts'
import { endpointChanged } from '../events.ts'
import { OVERLAP_MS, sealSecret } from '../secret.ts'

export const rotateEndpoint = defineAction({
  id: 'hooks.endpoint.rotate',
  kind: 'command',
  effect: 'local',
  title: 'New secret for a webhook',
  description:
    'Answers the new secret once. For a day both sign, so that the receiver can change over.',
  input: T.Object(
    { endpoint: T.Id({ title: 'Webhook', 'x-pick': 'hooks.endpoint.list' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ secret: T.String({ 'x-sensitive': true }), both_until: T.Time() }),
  emits: [endpointChanged],
  subject: 'endpoint',
  scope: 'hooks.manage',
}).run(async ({ endpoint }, ctx) => {
  const { id } = await ctx.records(Endpoint).get(endpoint)
  const secret = newSecret()
  const until = new Date(ctx.now.getTime() + OVERLAP_MS).toISOString()
  await ctx.sql`
    UPDATE hooks.endpoint SET secret_before = secret, secret_before_until = ${until}, secret = ${sealSecret(ctx, id, secret)}, updated_at = now(), rev = rev + 1
    WHERE org = ${ctx.org} AND id = ${id}`
  ctx.emit(endpointChanged, { endpoint: id }, { subject: id })
  return { secret, both_until: until }
})
