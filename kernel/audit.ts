import { rowsOf, type Writing } from './rows.ts'
import type { TSchema } from './schema.ts'
import { storable } from './storable.ts'
import type { AuditRow } from './unit.ts'

/** Text longer than this says nothing more to an auditor. */
const TEXT_MAX = 500
/** Deeper nesting only comes from someone who tries what happens. */
const DEPTH_MAX = 12

/** Any number of audit rows of one organisation, as part of a statement. */
export function auditPart(draft: Writing, rows: readonly AuditRow[]): string {
  const take = <V>(pick: (row: AuditRow) => V): V[] => rows.map(pick)
  const { from, at } = rowsOf(draft, 'a', {
    id: ['uuid', take((row) => row.id)],
    actor: ['text', take((row) => row.actor.id)],
    kind: ['text', take((row) => row.actor.kind)],
    behalf: ['text', take((row) => row.actor.onBehalfOf ?? null)],
    action: ['text', take((row) => row.action.id)],
    subject: ['text', take((row) => row.subject ?? null)],
    outcome: ['text', take((row) => row.outcome)],
    door: ['text', take((row) => row.door)],
    session: ['text', take((row) => row.actor.session ?? null)],
    address: ['text', take((row) => row.address ?? null)],
    input: [
      'text',
      take((row) => JSON.stringify(shown(row.input, row.action.input as TSchema)) ?? null),
    ],
    changes: ['text', take((row) => (row.changes.length ? JSON.stringify(row.changes) : null))],
  })
  return `a AS (
    INSERT INTO kernel.audit (org, id, actor, actor_kind, on_behalf_of, action, subject, outcome, door, session, address, input, changes)
    SELECT $1::uuid, ${at.id}, ${at.actor}, ${at.kind}, ${at.behalf}, ${at.action}, ${at.subject}, ${at.outcome}, ${at.door}, ${at.session}, ${at.address},
      ${at.input}::jsonb, ${at.changes}::jsonb ${from})`
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
