import { T } from '#kernel'
import { anything, defineStep, lazy } from '../define-step.ts'
import { listOf, over } from '../given.ts'
import { identity } from '../order.ts'

export const unique = defineStep({
  kind: 'unique',
  title: 'Remove duplicates',
  description: 'Keeps the first of items that are equal, or equal in one value.',
  effect: 'pure',
  schema: T.Object({
    items: anything({ title: 'Items' }),
    by: T.Optional(lazy({ title: 'Equal in' })),
  }),
  async run({ items: given, by }, ctx) {
    const items = listOf(given, 'What to look through')
    const seen = new Set<string>()
    const fresh = await over(items, (item, index) => {
      const key = identity(by ? ctx.value(by, { item, index }) : item)
      return !seen.has(key) && seen.add(key)
    })
    return items.filter((_item, index) => fresh[index])
  },
})
