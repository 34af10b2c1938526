import { T } from '#kernel'
import { StepError } from '../classify.ts'
import { anything, defineStep, lazy } from '../define-step.ts'
import { isObject, listOf, objectOf, over, textOf } from '../given.ts'

export const map = defineStep({
  kind: 'map',
  title: 'Map fields',
  description:
    'Makes of each item a new one, field by field, with `item` and `index`; of one object one object.',
  effect: 'pure',
  schema: T.Object({
    from: anything({ title: 'From' }),
    fields: T.Array(
      T.Object({
        name: T.String({ title: 'Field', maxLength: 100 }),
        value: lazy({ title: 'Value' }),
      }),
      { title: 'Fields' },
    ),
    keep: T.Optional(T.Boolean({ title: 'Keep the other fields' })),
  }),
  async run({ from, fields, keep = false }, ctx) {
    const one = (item: unknown, index: number): Record<string, unknown> => {
      if (keep && !isObject(item))
        throw new StepError('data', `Item ${index + 1} is no object, so it has no fields to keep.`)
      return objectOf([
        ...(keep ? Object.entries(item as object) : []),
        ...fields.map(
          ({ name, value }) =>
            [textOf(name, 'A field', 100), ctx.value(value, { item, index }) ?? null] as const,
        ),
      ])
    }
    return Array.isArray(from) ? over(listOf(from, 'What to map'), one) : one(from, 0)
  },
})
