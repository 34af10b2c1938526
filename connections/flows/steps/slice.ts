import { T } from '#kernel'
import { anything, defineStep } from '../define-step.ts'
import { listOf, wholeOf } from '../given.ts'

const COUNT_MAX = 1_000_000

export const slice = defineStep({
  kind: 'slice',
  title: 'Part of a list',
  description:
    'The first items, those after some, or the last ones; or the list in portions of one size.',
  effect: 'pure',
  schema: T.Object({
    items: anything({ title: 'Items' }),
    skip: T.Optional(T.Integer({ title: 'Leave out', minimum: 0 })),
    most: T.Optional(T.Integer({ title: 'At most', minimum: 0 })),
    last: T.Optional(T.Boolean({ title: 'Count from the end' })),
    portions: T.Optional(T.Integer({ title: 'Size of portions', minimum: 1 })),
  }),
  run({ items: given, skip = 0, most = COUNT_MAX, last = false, portions }) {
    const items = listOf(given, 'What to take from')
    wholeOf(skip, 'How many to leave out', 0, COUNT_MAX)
    wholeOf(most, 'How many at most', 0, COUNT_MAX)
    const end = Math.max(items.length - skip, 0)
    const part = last ? items.slice(Math.max(end - most, 0), end) : items.slice(skip, skip + most)
    if (portions === undefined) return part
    const size = wholeOf(portions, 'The size of portions', 1, COUNT_MAX)
    return Array.from({ length: Math.ceil(part.length / size) }, (_, at) =>
      part.slice(at * size, (at + 1) * size),
    )
  },
})
