import { T } from '#kernel'
import { AGGREGATES, aggregated } from '../aggregate.ts'
import { StepError } from '../classify.ts'
import { anything, defineStep, lazy, type StepContext } from '../define-step.ts'
import { isObject, listOf, objectOf, oneOf, over } from '../given.ts'
import { identity } from '../order.ts'

/** Columns of a pivot; more is no table that anybody reads. */
const COLUMNS_MAX = 500

export const table = defineStep({
  kind: 'table',
  title: 'Table',
  description:
    'Reads objects, or rows of which the first names the columns, as a table; chooses and renames columns, or turns values into columns.',
  effect: 'pure',
  schema: T.Object({
    rows: anything({ title: 'Rows' }),
    columns: T.Optional(
      T.Array(
        T.Object({
          name: T.String({ title: 'Column', maxLength: 100 }),
          value: T.Optional(lazy({ title: 'Value' })),
        }),
        { title: 'Columns' },
      ),
    ),
    pivot: T.Optional(
      T.Object(
        {
          down: lazy({ title: 'A row for each' }),
          across: lazy({ title: 'A column for each' }),
          value: lazy({ title: 'Value' }),
          how: T.Optional(T.Enum(AGGREGATES, { title: 'How' })),
        },
        { title: 'Pivot' },
      ),
    ),
  }),
  async run({ rows: given, columns, pivot }, ctx) {
    const rows = read(listOf(given, 'The rows'))
    if (pivot) return pivoted(rows, pivot, ctx)
    const names = columns
      ? columns.map(({ name }) => String(name))
      : [...new Set(rows.flatMap((row) => Object.keys(row)))]
    const made = await over(rows, (item, index) =>
      objectOf(
        names.map((name, at) => {
          const value = columns?.[at]?.value
          const row = item as Record<string, unknown>
          const own = Object.hasOwn(row, name) ? row[name] : null
          return [name, (value ? ctx.value(value, { item, index }) : own) ?? null] as const
        }),
      ),
    )
    return { columns: names, rows: made }
  },
})

function read(rows: readonly unknown[]): Record<string, unknown>[] {
  const [head, ...rest] = rows
  if (!Array.isArray(head))
    return rows.map((row, index) => {
      if (isObject(row)) return { ...row }
      throw new StepError('data', `Row ${index + 1} is neither an object nor a list of cells.`)
    })
  const names = head.map(String)
  return rest.map((row, index) => {
    if (!Array.isArray(row)) throw new StepError('data', `Row ${index + 2} is no list of cells.`)
    return objectOf(names.map((name, at) => [name, (row as unknown[])[at] ?? null]))
  })
}

type Lazy = Parameters<StepContext['value']>[0]
interface Pivot {
  readonly down: Lazy
  readonly across: Lazy
  readonly value: Lazy
  readonly how?: string
}

async function pivoted(rows: readonly unknown[], pivot: Pivot, ctx: StepContext) {
  const how = oneOf(pivot.how ?? 'sum', AGGREGATES, 'How')
  const lines = new Map<string, { down: unknown; cells: Map<string, unknown[]> }>()
  const across = new Set<string>()
  await over(rows, (item, index) => {
    const of = (lazy: Lazy): unknown => ctx.value(lazy, { item, index }) ?? null
    const down = of(pivot.down)
    const column = heading(of(pivot.across))
    across.add(column)
    if (across.size > COLUMNS_MAX)
      throw new StepError('data', `The pivot has more than ${COLUMNS_MAX} columns.`)
    const line = lines.get(identity(down)) ?? { down, cells: new Map<string, unknown[]>() }
    const cell = line.cells.get(column)
    if (cell) cell.push(of(pivot.value))
    else line.cells.set(column, [of(pivot.value)])
    lines.set(identity(down), line)
  })
  const names = [...across]
  return {
    columns: ['key', ...names],
    rows: [...lines.values()].map(({ down, cells }) =>
      objectOf([
        ['key', down],
        ...names.map((name) => {
          const values = cells.get(name)
          return [name, values ? aggregated(how, values) : null] as const
        }),
      ]),
    ),
  }
}

const heading = (value: unknown): string =>
  typeof value === 'string' ? value : value === null ? '' : identity(value)
