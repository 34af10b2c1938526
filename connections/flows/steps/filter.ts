import { T } from '#kernel'
import { StepError } from '../classify.ts'
import { anything, defineStep, lazy } from '../define-step.ts'
import { listOf, over } from '../given.ts'

export const filter = defineStep({
  kind: 'filter',
  title: 'Filter',
  description: 'Keeps the items of a list for which a condition holds, with `item` and `index`.',
  effect: 'pure',
  schema: T.Object({
    items: anything({ title: 'Items' }),
    keep: lazy({ title: 'Condition' }),
  }),
  async run({ items: given, keep }, ctx) {
    const items = listOf(given, 'What to filter')
    const kept = await over(items, (item, index) => {
      const holds = ctx.value(keep, { item, index })
      if (typeof holds === 'boolean') return holds
      throw new StepError('data', `Of item ${index + 1} the condition is neither true nor false.`)
    })
    return items.filter((_item, index) => kept[index])
  },
})
