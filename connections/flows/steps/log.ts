import { T } from '#kernel'
import { anything, defineStep } from '../define-step.ts'

export const log = defineStep({
  kind: 'log',
  title: 'Note',
  description: 'Leaves a note that stands in the run for people to read.',
  effect: 'pure',
  schema: T.Object({ message: anything({ title: 'Message' }) }),
  run: ({ message }) => message ?? null,
})
