import { T } from '#kernel'
import { anything, defineStep } from '../define-step.ts'

export const set = defineStep({
  kind: 'set',
  title: 'Set',
  description: 'Makes a value that later steps use, and may keep it in a variable.',
  effect: 'pure',
  schema: T.Object({
    value: anything({ title: 'Value' }),
    variable: T.Optional(T.String({ title: 'Variable', maxLength: 40 })),
  }),
  run({ value = null, variable }, ctx) {
    if (variable !== undefined) ctx.setVariable(variable, value)
    return value
  },
})
