import { T } from '#kernel'
import { anything, defineStep, lazy } from '../define-step.ts'
import { listOf, over } from '../given.ts'
import { orderOf } from '../order.ts'

export const sort = defineStep({
  kind: 'sort',
  title: 'Sort',
  description:
    'Puts a list in order by one or several values of its items; items that are equal keep their places.',
  effect: 'pure',
  schema: T.Object({
    items: anything({ title: 'Items' }),
    by: T.Optional(
      T.Array(
        T.Object({
          value: lazy({ title: 'Value' }),
          descending: T.Optional(T.Boolean({ title: 'Largest first' })),
        }),
        { title: 'By' },
      ),
    ),
  }),
  async run({ items: given, by = [] }, ctx) {
    const items = listOf(given, 'What to sort')
    const keyed = await over(items, (item, index) => ({
      item,
      keys: by.length ? by.map(({ value }) => ctx.value(value, { item, index })) : [item],
    }))
    return keyed
      .toSorted((a, b) => {
        for (const [at, key] of a.keys.entries()) {
          const order = orderOf(key, b.keys[at])
          if (order !== 0) return by[at]?.descending === true ? -order : order
        }
        return 0
      })
      .map(({ item }) => item)
  },
})
