import { T } from '#kernel'
import { isSignal, stepError, type StepError } from '../classify.ts'
import { defineStep, steps, type StepContext } from '../define-step.ts'

export const tryCatch = defineStep({
  kind: 'try',
  title: 'Try',
  description:
    'Runs steps; when one fails, what was done is undone in reverse, then other steps run with `error`. `finally` runs in any case.',
  effect: 'control',
  schema: T.Object({
    steps: steps({ title: 'Steps' }),
    compensate: T.Optional(
      T.Array(
        T.Object({ of: T.String({ title: 'Undoes the step' }), steps: steps({ title: 'Steps' }) }),
        {
          title: 'Undo',
        },
      ),
    ),
    catch: T.Optional(steps({ title: 'When it fails' })),
    finally: T.Optional(steps({ title: 'In any case' })),
  }),
  async run({ steps: block, compensate = [], catch: rescue, finally: last }, ctx) {
    let result: { output?: unknown; error?: StepError }
    try {
      result = { output: await ctx.block(block, 'try') }
    } catch (error) {
      if (isSignal(error)) throw error
      result = { error: stepError(error, ctx.path) }
    }
    if (result.error) {
      const seen = {
        class: result.error.class,
        message: result.error.message,
        step: result.error.path,
      }
      await undo(compensate, ctx, seen)
      if (rescue) result = { output: await ctx.block(rescue, 'catch', { error: seen }) }
    }
    if (last) await ctx.block(last, 'finally')
    if (result.error) throw result.error
    return result.output
  },
})

/** Latest first, and only what was done. */
async function undo(
  compensate: readonly { of: string; steps: Parameters<StepContext['block']>[0] }[],
  ctx: StepContext,
  error: object,
): Promise<void> {
  for (const { of, steps: block } of [...compensate].reverse())
    if (ctx.has(of)) await ctx.block(block, `undo/${of}`, { error })
}
