import { T } from '#kernel'
import { Leap } from '../classify.ts'
import { defineStep } from '../define-step.ts'

export const breakLoop = defineStep({
  kind: 'break',
  title: 'Break',
  description: 'Ends the loop around it; the steps after the loop follow.',
  effect: 'pure',
  schema: T.Object({}),
  run() {
    throw new Leap('break')
  },
})

export const continueLoop = defineStep({
  kind: 'continue',
  title: 'Continue',
  description: 'Goes on with the next item of the loop around it.',
  effect: 'pure',
  schema: T.Object({}),
  run() {
    throw new Leap('continue')
  },
})
