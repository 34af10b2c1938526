import { TenonError, T } from '#kernel'
import { LeaseLost, Lost, StepError } from '../classify.ts'
import { anything, defineStep, type StepContext } from '../define-step.ts'

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
  async run({ action: id, input = {} }, ctx) {
    const owner = await ctx.owner()
    const registry = await ctx.kernel.registryOf(ctx.claim.org)
    const action = registry.action(id)
    if (action.internal) throw new StepError('data', `There is no action ${id}.`)
    if (action.kind === 'query') return ctx.kernel.call(id, input, owner, { door: 'flow' })
    if (action.effect === 'outside') {
      await ctx.intend(action.idempotent === true)
      return ctx.kernel.call(id, input, owner, {
        door: 'flow',
        key: ctx.key,
        after: (session, output) => ctx.done(session, output),
      })
    }
    return once(ctx, () =>
      ctx.kernel.call(id, input, owner, {
        door: 'flow',
        after: (session, output) => ctx.done(session, output),
      }),
    )
  },
})

/** When the database went away in the midst of COMMIT, only the journal knows; the run is taken up again from there. */
async function once(ctx: StepContext, work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof LeaseLost) throw error
    if (error instanceof TenonError && error.kind === 'unavailable') throw new Lost(error)
    throw error
  }
}
