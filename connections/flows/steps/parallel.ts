import { T } from '#kernel'
import { defineStep, steps } from '../define-step.ts'
import { together } from '../together.ts'

export const parallel = defineStep({
  kind: 'parallel',
  title: 'In parallel',
  description: 'Runs branches side by side and answers the list of what each answered.',
  effect: 'control',
  schema: T.Object({
    branches: T.Array(
      T.Object({ title: T.Optional(T.String()), steps: steps({ title: 'Steps' }) }),
      {
        title: 'Branches',
      },
    ),
    width: T.Optional(T.Integer({ title: 'At once at most', minimum: 1, maximum: 64 })),
    keepGoing: T.Optional(T.Boolean({ title: 'Go on when one fails' })),
  }),
  async run({ branches, width = 8, keepGoing = false }, ctx) {
    const results = await together(
      branches,
      width,
      (branch, index) => ctx.apart(branch.steps, String(index + 1)),
      keepGoing,
    )
    return results.map((result) =>
      result.error
        ? { error: { class: result.error.class, message: result.error.message } }
        : result.output,
    )
  },
})
