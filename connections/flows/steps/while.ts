import { T } from '#kernel'
import { Leap, isSignal, StepError, stepError } from '../classify.ts'
import { defineStep, lazy, steps, type StepContext } from '../define-step.ts'

/** A loop that goes round this often does not end by itself. */
const ROUNDS_MAX = 100_000

export const whileLoop = defineStep({
  kind: 'while',
  title: 'While',
  description: 'Repeats steps as long as a condition holds.',
  effect: 'control',
  schema: T.Object({
    while: lazy({ title: 'Condition' }),
    steps: steps({ title: 'Steps' }),
    most: T.Optional(T.Integer({ title: 'Rounds at most', minimum: 1, maximum: ROUNDS_MAX })),
  }),
  async run({ while: condition, steps: block, most = 1000 }, ctx) {
    const far = ctx.progress() as { round: number; vars: object } | undefined
    for (const [name, value] of Object.entries(far?.vars ?? {})) ctx.setVariable(name, value)
    let round = far?.round ?? 0
    for (; ctx.value(condition, { index: round }) === true; round++) {
      if (round >= most)
        throw new StepError('data', `The loop went round ${most} times and would go on.`)
      try {
        await ctx.block(block, String(round), { index: round })
      } catch (error) {
        if (!(error instanceof Leap)) throw error
        if (error.kind === 'break') return { rounds: round + 1 }
      }
      if (!block.pure) await ctx.keep({ round: round + 1, vars: ctx.vars }, `${ctx.path}/`)
    }
    return { rounds: round }
  },
})

export const untilSuccessful = defineStep({
  kind: 'until',
  title: 'Until it succeeds',
  description:
    'Repeats steps until they succeed and the condition, if any, holds; with a pause that grows.',
  effect: 'control',
  durable: () => true,
  schema: T.Object({
    steps: steps({ title: 'Steps' }),
    until: T.Optional(lazy({ title: 'Until' })),
    times: T.Integer({ title: 'Times at most', minimum: 1, maximum: 1000 }),
    pauseMs: T.Integer({ title: 'Pause', minimum: 0 }),
    factor: T.Optional(T.Number({ title: 'Pause grows by', minimum: 1, maximum: 10 })),
  }),
  async run({ steps: block, until, times, pauseMs, factor = 1 }, ctx) {
    for (let round = 1; ; round++) {
      const tried = await attempt(ctx, () => ctx.block(block, String(round), { index: round }))
      if (!tried.error) {
        if (!until || ctx.value(until, { output: tried.output }) === true) return tried.output
        if (round >= times)
          throw new StepError('timeout', `After ${times} times the condition still did not hold.`)
      } else if (round >= times) throw tried.error
      if (ctx.dry) continue
      const due = new Date(Date.now() + pauseMs * factor ** (round - 1))
      await ctx.wait({ due, at: `~${round}` })
    }
  },
})

async function attempt(ctx: StepContext, work: () => Promise<unknown>) {
  try {
    return { output: await work() }
  } catch (error) {
    if (isSignal(error)) throw error
    return { error: stepError(error, ctx.path) }
  }
}
