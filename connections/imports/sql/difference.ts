import { TenonError } from '#kernel'
import type { Column, Table } from './columns.ts'
import type { SqlPlan, TablePlan } from './make.ts'
import { planOf } from './plan-of.ts'

/** Of the tables that are in use: which are gone, which have other columns now; and which are new in the database. */
export function tablesDiffer({ tables }: SqlPlan, now: readonly Table[]) {
  const looked = tables.map((table) => ({ table, after: again(table, now) }))
  const known = new Set(tables.map(keyOf))
  const added = now.filter((table) => !known.has(keyOf(table)))
  const line = (table: TablePlan, why?: string) => ({
    key: keyOf(table),
    title: table.title,
    ...(why === undefined ? {} : { why }),
  })
  const removed = looked.flatMap(({ table, after }) =>
    typeof after === 'string' ? [line(table, after)] : [],
  )
  const changed = looked.flatMap(({ table, after }) => {
    const why = typeof after === 'string' ? '' : columnsDiffer(table.columns, after.columns)
    return why ? [line(table, why)] : []
  })
  return {
    same: removed.length + changed.length === 0,
    removed,
    changed,
    added: added.slice(0, 200).map((table) => ({ key: keyOf(table), title: table.name })),
    added_total: added.length,
  }
}

/** The tables that are still there, with the columns that they have now. */
export const tablesNow = ({ tables }: SqlPlan, now: readonly Table[]): TablePlan[] =>
  tables.flatMap((table) => {
    const after = again(table, now)
    return typeof after === 'string' ? [] : [after]
  })

/** The same choice made anew, or why it can no longer be made. */
function again({ columns: _before, ...choice }: TablePlan, now: readonly Table[]) {
  try {
    return planOf(now, choice)
  } catch (error) {
    if (error instanceof TenonError) return error.message
    throw error
  }
}

function columnsDiffer(before: readonly Column[], after: readonly Column[]): string {
  const [old, now] = [before, after].map((all) => new Map(all.map((each) => [each.name, each])))
  return [
    ...[...now!.keys()].filter((name) => !old!.has(name)).map((name) => `+ ${name}`),
    ...[...old!.keys()].filter((name) => !now!.has(name)).map((name) => `- ${name}`),
    ...[...now!.values()]
      .filter(({ name, type }) => old!.has(name) && old!.get(name)!.type !== type)
      .map(({ name, type }) => `~ ${name}: ${type}`),
  ].join(', ')
}

const keyOf = ({ schema, name }: { schema: string; name: string }): string => `${schema}.${name}`
