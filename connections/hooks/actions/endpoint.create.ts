import { defineAction, forbidden, T } from '#kernel'
import { newSecret } from '#connections/signing'
import { Endpoint, Pattern } from '../entities.ts'
import { endpointCreated } from '../events.ts'
import { sealSecret } from '../secret.ts'
import { known, unknownEvents } from '../known.ts'

export const createEndpoint = defineAction({
  id: 'hooks.endpoint.create',
  kind: 'command',
  effect: 'local',
  title: 'New webhook',
  description:
    'From now on the address is told of these events, as CloudEvents signed by Standard Webhooks. The secret is answered once.',
  input: T.Object(
    {
      name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
      url: T.String({ format: 'uri', pattern: '^https?://', maxLength: 2000, title: 'Address' }),
      events: T.Array(Pattern, {
        minItems: 1,
        maxItems: 100,
        uniqueItems: true,
        title: 'Events',
        description: 'Ids of events, or all of a module: approval.*',
      }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ id: T.Id(), secret: T.String({ 'x-sensitive': true }) }),
  errors: {
    onlyPeople: forbidden('A webhook hears what a person may hear.', 'Let a person make it.'),
    unknownEvents,
  },
  emits: [endpointCreated],
  scope: 'hooks.manage',
}).run(async (input, ctx) => {
  if (ctx.actor.kind !== 'person') throw ctx.error('onlyPeople')
  const missing = input.events.filter((pattern) => !known(ctx.registry, pattern))
  if (missing.length) throw ctx.error('unknownEvents', { missing })
  const id = ctx.id()
  const secret = newSecret()
  // The secret is no field: no list, card, export or audit row can ever show it.
  await ctx.sql`
    INSERT INTO hooks.endpoint (org, id, name, url, events, owner, state, secret)
    VALUES (${ctx.org}, ${id}, ${input.name}, ${input.url}, ${JSON.stringify(input.events)}::jsonb, ${ctx.actor.id}, 'active', ${sealSecret(ctx, id, secret)})`
  await ctx.records(Endpoint).get(id)
  ctx.emit(endpointCreated, { endpoint: id, url: input.url }, { subject: id })
  return { id, secret }
})
