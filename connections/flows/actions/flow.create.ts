import { defineAction, sensitive, T } from '#kernel'
import { Flow } from '../entities.ts'
import { flowChanged } from '../events.ts'
import {
  addVersion,
  checked,
  mayTrigger,
  newHook,
  keepSecret,
  planTick,
  tellVault,
  triggerOf,
} from '../publish.ts'

export const createFlow = defineAction({
  id: 'flows.flow.create',
  kind: 'command',
  effect: 'local',
  title: 'Make a flow',
  description:
    'Publishes the first version of a flow. It runs with your rights, from now on when enabled.',
  input: T.Object(
    {
      definition: T.Json({ title: 'Definition', description: 'The flow as JSON, format 1.' }),
      enabled: T.Optional(T.Boolean({ title: 'Enabled', default: true })),
      secret: T.Optional(
        sensitive(T.String({ title: 'Secret of the webhook', minLength: 8, maxLength: 200 })),
      ),
      accounts: T.Optional(
        T.Record(T.String({ maxLength: 40 }), T.Id(), { title: 'Linked accounts' }),
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    flow: T.Id(),
    version: T.Integer(),
    hook: T.Optional(T.String()),
    /** Of a webhook that senders sign; shown this once. */
    secret: T.Optional(T.String()),
  }),
  emits: [flowChanged],
  scope: 'flows.make',
}).run(async ({ definition: given, enabled = true, accounts, secret: ownSecret }, ctx) => {
  const definition = checked(given, ctx)
  mayTrigger(ctx, definition)
  const { trigger_kind, trigger_on, watches } = await triggerOf(ctx, definition)
  const hook = trigger_kind === 'webhook' ? newHook() : undefined
  const flow = await ctx.records(Flow).create({
    title: definition.title,
    owner: ctx.actor.id,
    state: enabled ? 'enabled' : 'disabled',
    version: 1,
    trigger_kind,
    ...(definition.description === undefined ? {} : { description: definition.description }),
    ...(trigger_on === null ? {} : { trigger_on }),
    ...(watches === null ? {} : { watches }),
    ...(hook === undefined ? {} : { hook }),
    ...(accounts === undefined ? {} : { accounts }),
  })
  await addVersion(ctx, flow, 1, definition)
  await planTick(ctx, flow, definition)
  if (accounts) await tellVault(ctx, flow)
  const secret = await keepSecret(ctx, flow.id, definition, ownSecret)
  ctx.emit(flowChanged, { flow: flow.id, state: flow.state, version: 1 }, { subject: flow.id })
  return {
    flow: flow.id,
    version: 1,
    ...(hook === undefined ? {} : { hook: `${ctx.publicUrl}/hooks/${hook}` }),
    ...(secret === undefined ? {} : { secret }),
  }
})
