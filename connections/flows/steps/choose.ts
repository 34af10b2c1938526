import { T } from '#kernel'
import { StepError } from '../classify.ts'
import { defineStep, lazy, steps } from '../define-step.ts'

export const choose = defineStep({
  kind: 'choose',
  title: 'Choose',
  description:
    'Runs the first branch whose condition holds, or every one that does; otherwise the last.',
  effect: 'control',
  schema: T.Object({
    branches: T.Array(
      T.Object({
        title: T.Optional(T.String({ title: 'Title' })),
        if: lazy({ title: 'Condition' }),
        steps: steps({ title: 'Steps' }),
      }),
      { title: 'Branches' },
    ),
    otherwise: T.Optional(steps({ title: 'Otherwise' })),
    every: T.Optional(T.Boolean({ title: 'Every branch that holds' })),
  }),
  async run({ branches, otherwise, every }, ctx) {
    let last: unknown = null
    let any = false
    for (const [index, branch] of branches.entries()) {
      const holds = ctx.value(branch.if)
      if (typeof holds !== 'boolean')
        throw new StepError(
          'data',
          `The condition of branch ${index + 1} is neither true nor false.`,
        )
      if (!holds) continue
      any = true
      last = await ctx.block(branch.steps, String(index + 1))
      if (!every) return last
    }
    return any || !otherwise ? last : ctx.block(otherwise, 'otherwise')
  },
})
