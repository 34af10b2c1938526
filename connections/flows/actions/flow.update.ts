import { conflict, defineAction, sensitive, T, type Context } from '#kernel'
import { Flow } from '../entities.ts'
import { flowChanged } from '../events.ts'
import {
  addVersion,
  checked,
  definitionOf,
  hashOf,
  mayTrigger,
  newHook,
  keepSecret,
  forgetCursor,
  planTick,
  tellVault,
  triggerOf,
} from '../publish.ts'

export const updateFlow = defineAction({
  id: 'flows.flow.update',
  kind: 'command',
  effect: 'local',
  title: 'Publish a new version of a flow',
  description:
    'Runs that are under way stay on their version; what begins from now on takes the new one.',
  input: T.Object(
    {
      flow: T.Id({ title: 'Flow' }),
      definition: T.Optional(T.Json({ title: 'Definition' })),
      note: T.Optional(T.String({ title: 'Note', maxLength: 500 })),
      secret: T.Optional(
        sensitive(T.String({ title: 'Secret of the webhook', minLength: 8, maxLength: 200 })),
      ),
      accounts: T.Optional(
        T.Record(T.String({ maxLength: 40 }), T.Id(), { title: 'Linked accounts' }),
      ),
      /** The version it was made from; refused when somebody else was faster. */
      version: T.Optional(T.Integer({ title: 'Made from version' })),
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
  errors: {
    changed: conflict('Somebody else has published a version.', 'Look at it and publish again.'),
  },
  emits: [flowChanged],
  subject: 'flow',
  scope: 'flows.make',
}).run(
  async (
    { flow: id, definition: given, note, accounts, version: from, secret: ownSecret },
    ctx,
  ) => {
    await ctx.sql`SELECT 1 FROM flows.flow WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE`
    const flow = await ctx.records(Flow).get(id)
    if (from !== undefined && from !== flow.version)
      throw ctx.error('changed', { version: flow.version })
    const before = await definitionOf(ctx, id, flow.version)
    const definition = given === undefined ? before : checked(given, ctx)
    mayTrigger(ctx, definition)
    const same = hashOf(definition) === hashOf(before)
    const version = same ? flow.version : flow.version + 1
    const { trigger_kind, trigger_on, watches } = await triggerOf(ctx, definition)
    const hook = trigger_kind === 'webhook' ? (flow.hook ?? newHook()) : undefined
    if (!same) await addVersion(ctx, flow, version, definition, note)
    const changed = await ctx.records(Flow).update(id, {
      title: definition.title,
      description: definition.description ?? null,
      version,
      trigger_kind,
      trigger_on,
      watches,
      hook: hook ?? null,
      ...(accounts === undefined ? {} : { accounts }),
    })
    if (!same) await forgetCursor(ctx, id, before, definition)
    if (!same) await planTick(ctx, changed, definition)
    if (changed.accounts) await tellVault(ctx, changed)
    if (accounts) await retryWith(ctx, id)
    const secret = await keepSecret(ctx, id, definition, ownSecret)
    ctx.emit(flowChanged, { flow: id, state: changed.state, version }, { subject: id })
    return {
      flow: id,
      version,
      ...(hook === undefined ? {} : { hook: `${ctx.publicUrl}/hooks/${hook}` }),
      ...(secret === undefined ? {} : { secret }),
    }
  },
)

/** Runs that wait for an account take the one that is chosen now. */
async function retryWith({ sql, org }: Context, flow: string): Promise<void> {
  await sql`
    UPDATE flows.run SET due_at = clock_timestamp() WHERE org = ${org} AND flow = ${flow} AND state = 'waiting' AND parked IS NOT NULL`
}
