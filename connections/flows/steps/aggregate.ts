import { T } from '#kernel'
import { AGGREGATES, aggregated } from '../aggregate.ts'
import { anything, defineStep, lazy, type StepContext } from '../define-step.ts'
import { listOf, objectOf, oneOf, over, textOf } from '../given.ts'
import { identity } from '../order.ts'

export const aggregate = defineStep({
  kind: 'aggregate',
  title: 'Aggregate',
  description:
    'Counts, sums and gathers the items of a list, of all or of each group. Amounts of money stay whole.',
  effect: 'pure',
  schema: T.Object({
    items: anything({ title: 'Items' }),
    by: T.Optional(lazy({ title: 'One group for each' })),
    into: T.Array(
      T.Object({
        name: T.String({ title: 'Name', maxLength: 100 }),
        how: T.Enum(AGGREGATES, { title: 'How' }),
        of: T.Optional(lazy({ title: 'Of' })),
        between: T.Optional(T.String({ title: 'Between', maxLength: 100 })),
      }),
      { title: 'Into' },
    ),
  }),
  async run({ items: given, by, into }, ctx) {
    const items = listOf(given, 'What to aggregate')
    const parts = into.map((each) => ({ ...each, how: oneOf(each.how, AGGREGATES, 'How') }))
    const rows = await over(items, (item, index) => ({
      key: by ? ctx.value(by, { item, index }) : null,
      values: parts.map(({ of }) => (of ? ctx.value(of, { item, index }) : item)),
    }))
    const row = (of: typeof rows) => partsOf(parts, of)
    if (!by) return row(rows)
    return [...groups(rows).values()].map((of) => ({ key: of[0]!.key ?? null, ...row(of) }))
  },
})

type Row = { readonly key: unknown; readonly values: readonly unknown[] }
type Part = {
  readonly name: string
  readonly how: (typeof AGGREGATES)[number]
  readonly of?: Parameters<StepContext['value']>[0]
  readonly between?: string
}

function groups<R extends Row>(rows: readonly R[]): Map<string, R[]> {
  const found = new Map<string, R[]>()
  for (const row of rows) {
    const key = identity(row.key)
    const group = found.get(key)
    if (group) group.push(row)
    else found.set(key, [row])
  }
  return found
}

const partsOf = (parts: readonly Part[], rows: readonly Row[]): Record<string, unknown> =>
  objectOf(
    parts.map(({ name, how, between }, at) => [
      textOf(name, 'A name', 100),
      aggregated(
        how,
        rows.map(({ values }) => values[at]),
        between,
      ),
    ]),
  )
