import { T, type Session } from '#kernel'
import { resolveStandard } from '#modules/standards'
import { ours, StepError } from '../classify.ts'
import { caused } from '../caused.ts'
import { anything, defineStep } from '../define-step.ts'

export const call = defineStep({
  kind: 'call',
  title: 'Action',
  description:
    'Runs an action of a module, as the flow’s owner. What it changes commits together with the step, so it happens exactly once.',
  effect: 'durable',
  schema: T.Object({
    action: T.String({ title: 'Action', 'x-pick': 'flows.action.list' }),
    input: T.Optional(anything({ title: 'Input' })),
  }),
  async run({ action: asked, input = {} }, ctx) {
    const owner = await ctx.owner()
    const { org } = ctx.claim
    const registry = await ours(() => ctx.kernel.registryOf(org))
    // A standard's action is the one of the module that the organisation has chosen for it.
    const standard = asked.includes('#')
      ? await ours(() => resolveStandard(ctx.kernel.database.reader(org).sql, org, registry, asked))
      : undefined
    const action = standard?.action ?? registry.action(asked)
    const given = standard ? standard.input(input as Record<string, unknown>) : input
    const answered = (output: unknown): unknown => (standard ? standard.output(output) : output)
    if (action.internal) throw new StepError('data', `There is no action ${asked}.`)
    if (action.kind === 'query') {
      const query = () => ctx.kernel.call(action.id, given, owner, { door: 'flow', key: ctx.key })
      return answered(await (action.effect === 'outside' ? query() : ours(query)))
    }
    const after = async (session: Session, output: unknown): Promise<void> => {
      caused(session, ctx.claim)
      await ctx.done(session, answered(output))
    }
    if (action.effect === 'outside') {
      const intent = await ctx.intend(action.idempotent === true)
      if (intent !== 'go') return intent
      return answered(
        await ctx.kernel.call(action.id, given, owner, { door: 'flow', key: ctx.key, after }),
      )
    }
    return answered(
      await ours(() => ctx.kernel.call(action.id, given, owner, { door: 'flow', after })),
    )
  },
})
