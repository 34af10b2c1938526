import { masked, visible, type Scope } from './compile.ts'
import type { Column, Plan } from './plan.ts'

/** A whole record, as the plan's `decode` expects it; absent where a field rule hides something. */
export function selected(plan: Plan, scope: Scope, alias = 't'): string {
  if (!plan.document) return selectedColumns(plan, plan.columns, scope, alias)
  const own: Scope = { ...scope, alias, plan }
  return [plan.document(alias), ...plan.masked.map((name) => visible(name, own))].join(', ')
}

/** Some fields of a record, as `decoder` of the same columns expects them. */
export function selectedColumns(
  plan: Plan,
  columns: readonly Column[],
  scope: Scope,
  alias: string,
): string {
  const own: Scope = { ...scope, alias, plan }
  return columns
    .flatMap((column) => column.read(alias).map((part) => masked(column.field, part, own)))
    .join(', ')
}
