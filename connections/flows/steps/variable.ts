import { T } from '#kernel'
import { StepError } from '../classify.ts'
import { anything, defineStep } from '../define-step.ts'
import { textOf } from '../given.ts'

/** What a list in a variable may hold; more belongs into records. */
const APPENDED_MAX = 10_000

export const append = defineStep({
  kind: 'append',
  title: 'Append',
  description:
    'Adds a value to the end of the list that a variable holds, and answers how many there are.',
  effect: 'pure',
  schema: T.Object({
    variable: T.String({ title: 'Variable', maxLength: 40 }),
    value: anything({ title: 'Value' }),
  }),
  run({ variable, value = null }, ctx) {
    const name = textOf(variable, 'The variable', 40)
    const held = (Object.hasOwn(ctx.vars, name) ? ctx.vars[name] : null) ?? []
    if (!Array.isArray(held)) throw new StepError('data', `The variable ${name} holds no list.`)
    if (held.length >= APPENDED_MAX)
      throw new StepError('data', `The variable ${name} holds ${APPENDED_MAX} values already.`)
    ctx.setVariable(name, [...(held as unknown[]), value])
    return { count: held.length + 1 }
  },
})

export const unset = defineStep({
  kind: 'unset',
  title: 'Remove variable',
  description: 'Empties a variable: it holds nothing until it is set again. Answers what it held.',
  effect: 'pure',
  schema: T.Object({ variable: T.String({ title: 'Variable', maxLength: 40 }) }),
  run({ variable }, ctx) {
    const name = textOf(variable, 'The variable', 40)
    const held = Object.hasOwn(ctx.vars, name) ? ctx.vars[name] : null
    ctx.setVariable(name, null)
    return held ?? null
  },
})
