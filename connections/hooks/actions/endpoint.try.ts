import { defineAction, T } from '#kernel'
import { cloudEvent } from '../cloud-event.ts'
import { Endpoint } from '../entities.ts'
import { secretsOf } from '../secret.ts'
import { send } from '../send.ts'

export const tryEndpoint = defineAction({
  id: 'hooks.endpoint.try',
  kind: 'command',
  effect: 'outside',
  title: 'Send a test to a webhook',
  description:
    'Sends an event of the kind hooks.endpoint.tested at once, and says what was answered.',
  input: T.Object(
    { endpoint: T.Id({ title: 'Webhook', 'x-pick': 'hooks.endpoint.list' }) },
    { additionalProperties: false },
  ),
  output: T.Object({
    status: T.Optional(T.Integer()),
    error: T.Optional(T.String()),
    took_ms: T.Integer(),
  }),
  silent: 'a test is nobody else’s event',
  subject: 'endpoint',
  scope: 'hooks.manage',
  ratePerMinute: 30,
}).run(async ({ endpoint }, ctx) => {
  const { id, url } = await ctx.records(Endpoint).get(endpoint)
  const event = {
    id: ctx.id(),
    org: ctx.org,
    type: 'hooks.endpoint.tested',
    at: ctx.now.toISOString(),
    actor: ctx.actor.id,
    payload: { endpoint: id, message: `A test by ${ctx.actor.name}` },
    stream: undefined,
    seq: undefined,
  }
  const { retry_after_s: _later, ...answer } = await send(
    ctx,
    url,
    await secretsOf(ctx, id),
    cloudEvent(event, ctx.publicUrl),
  )
  return answer
})
