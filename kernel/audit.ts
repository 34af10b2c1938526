import type { Sql } from './database.ts'
import type { TSchema } from './schema.ts'
import { storable } from './storable.ts'
import type { AuditRow } from './unit.ts'

/** Text longer than this says nothing more to an auditor. */
const TEXT_MAX = 500
/** Deeper nesting only comes from someone who tries what happens. */
const DEPTH_MAX = 12

/** One statement for any number of rows; array parameters keep its text constant. */
export function writeAudits(sql: Sql, rows: readonly AuditRow[]): Promise<unknown> {
  const take = <V>(pick: (row: AuditRow) => V): V[] => rows.map(pick)
  return sql`
    INSERT INTO kernel.audit (org, id, actor, actor_kind, on_behalf_of, action, subject, outcome, door, session, address, input, changes)
    SELECT ${rows[0]!.org}::uuid, a.id, a.actor, a.kind, a.behalf, a.action, a.subject, a.outcome, a.door, a.session, a.address, a.input::jsonb, a.changes::jsonb
    FROM unnest(${take((row) => row.id)}::uuid[], ${take((row) => row.actor.id)}::text[], ${take((row) => row.actor.kind)}::text[],
      ${take((row) => row.actor.onBehalfOf ?? null)}::text[], ${take((row) => row.action.id)}::text[], ${take((row) => row.subject ?? null)}::text[],
      ${take((row) => row.outcome)}::text[], ${take((row) => row.door)}::text[], ${take((row) => row.actor.session ?? null)}::text[],
      ${take((row) => row.address ?? null)}::text[], ${take((row) => JSON.stringify(shown(row.input, row.action.input as TSchema)))}::text[],
      ${take((row) => (row.changes.length ? JSON.stringify(row.changes) : null))}::text[])
      AS a(id, actor, kind, behalf, action, subject, outcome, door, session, address, input, changes)`
}

/** The input without what is marked sensitive, and with long text cut. */
export function shown(value: unknown, schema: TSchema | undefined, depth = 0): unknown {
  const shape = schema as
    | { 'x-sensitive'?: boolean; properties?: Record<string, TSchema>; items?: TSchema }
    | undefined
  if (shape?.['x-sensitive'] || depth > DEPTH_MAX) return '…'
  if (typeof value === 'string')
    return storable(value.length > TEXT_MAX ? `${value.slice(0, TEXT_MAX)}…` : value)
  if (Array.isArray(value))
    return value.length > 50
      ? `${value.length} items`
      : value.map((each) => shown(each, shape?.items, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).slice(0, 100)
  return Object.fromEntries(
    entries.map(([name, each]) => [
      storable(name).slice(0, TEXT_MAX),
      shown(each, shape?.properties?.[name], depth + 1),
    ]),
  )
}
