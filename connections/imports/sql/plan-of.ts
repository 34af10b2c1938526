import { fail } from '#kernel'
import { nounOf } from '../openapi/names.ts'
import type { Table } from './columns.ts'
import type { TablePlan } from './make.ts'

/** A table as somebody chose it. */
export interface Choice {
  readonly schema: string
  readonly name: string
  readonly noun?: string
  readonly title?: string
  readonly key?: string
  readonly cursor?: string
}

/** The same with what the database says about it; what is not there is refused. */
export function planOf(
  all: readonly Table[],
  { schema, name, noun, title, key, cursor }: Choice,
): TablePlan {
  const table = all.find((each) => each.schema === schema && each.name === name)
  if (!table)
    throw fail(
      'notFound',
      `There is no table ${schema}.${name}, or the account may not read it.`,
      'Look at the database again.',
    )
  const chosen = key ?? table.key
  if (!chosen)
    throw fail(
      'invalid',
      `${name} has no key of one column.`,
      'Say which column is different in every row.',
    )
  for (const column of [chosen, cursor])
    if (column !== undefined && !table.columns.some((each) => each.name === column))
      throw fail('notFound', `${name} has no column ${column}.`, 'Look at the database again.')
  return {
    schema,
    name,
    noun: noun ?? nounOf(name),
    title: title ?? name,
    key: chosen,
    ...(cursor ? { cursor } : {}),
    columns: table.columns,
  }
}
