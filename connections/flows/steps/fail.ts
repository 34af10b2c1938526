import { T } from '#kernel'
import { StepError } from '../classify.ts'
import { defineStep } from '../define-step.ts'

export const fail = defineStep({
  kind: 'fail',
  title: 'Fail',
  description: 'Ends the run, or the try around it, with an error.',
  effect: 'pure',
  schema: T.Object({
    message: T.String({ title: 'Message' }),
    class: T.Optional(T.Enum(['data', 'refused', 'unavailable', 'timeout'], { title: 'Class' })),
  }),
  run({ message, class: kind = 'data' }) {
    throw new StepError(kind, String(message))
  },
})
