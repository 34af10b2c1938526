import type { ReactNode } from 'react'
import { t } from '../language.ts'
import { useAction, type Paged } from '../query.ts'
import type { Row } from '../record.ts'
import { bare, controlOf, entityOf, optionsOf } from '../schema.ts'
import { both, type RecordSource, type useSource } from './source.ts'

/** A column of a board: `null` holds the records without a value. */
export interface Group {
  value: string | boolean | null
  label: string
  tone?: string
}
export const keyOf = (value: Group['value']): string => (value === null ? '-' : String(value))

export interface RecordBoardProps extends RecordSource {
  /** The field whose values are the columns. */
  groupBy: string
  groups?: readonly Group[] | undefined
  sort?: string | undefined
  /**
   * Cards have a place in their column: one put on another is written with `after`, the id of the card
   * above it or null at the top. The rows in hand come in their order; Alt and arrows move within it.
   */
  arrange?: boolean | undefined
  /** Draws a card in place of its fields. */
  card?: ((row: Row) => ReactNode) | undefined
}

/** More columns than this no eye compares. */
const MOST = 50

/** The values a field can have: an enum's options, yes and no, or the records it refers to. */
export function useGroups(
  from: ReturnType<typeof useSource>,
  field: string,
  given: readonly Group[] | undefined,
): readonly Group[] {
  const { entity, option, catalog } = from
  const schema = bare(entity.fields[field] ?? {})
  const control = controlOf(schema)
  const target = control === 'reference' ? entityOf(schema) : undefined
  const list = schema['x-pick'] ?? `${target}.list`
  const referred = useAction<Paged<Row>>(
    list,
    { limit: MOST },
    { enabled: !given && target !== undefined && catalog.can(list) },
  )
  if (given) return given
  const optional = entity.required?.includes(field) === false
  const none: Group[] = optional ? [{ value: null, label: t('None') }] : []
  if (control === 'boolean')
    return [true, false].map((value) => ({ value, label: value ? t('Yes') : t('No') }))
  if (target) {
    const name = catalog.entity(target)?.label ?? 'name'
    const rows = referred.data?.items ?? []
    return [
      ...none,
      ...rows.map((row) => ({ value: row.id, label: String(row[name] ?? row.name ?? row.title) })),
    ]
  }
  const options = optionsOf(schema) ?? []
  return [...options.map((value) => ({ value, label: option(field, value), tone: value })), ...none]
}

/** How many records each value has, where the entity counts. */
export function useCounts(
  source: RecordSource,
  from: ReturnType<typeof useSource>,
  field: string,
  where: object | undefined,
  wanted = true,
): ReadonlyMap<unknown, number> | undefined {
  const action = `${source.entity}.aggregate`
  const narrowed = both(source.where, where)
  const { data } = useAction<{ items: Record<string, unknown>[] }>(
    action,
    { ...(narrowed ? { where: narrowed } : {}), by: [field], measures: { n: 'count' } },
    { enabled: wanted && !source.rows && !source.list && from.catalog.can(action), keep: true },
  )
  return data && new Map(data.items.map((one) => [one[field] ?? null, Number(one.n)]))
}
