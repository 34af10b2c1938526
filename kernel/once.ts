import { createHash } from 'node:crypto'
import type { Sql } from './database.ts'
import { fail } from './errors.ts'
import type { OnceRow } from './unit.ts'

export interface OnceKey {
  readonly actor: string
  readonly key: string
  readonly action: string
  readonly inputHash: string
}

/** The same input, whatever the order of its fields. */
export function inputHash(input: unknown): string {
  return createHash('sha1')
    .update(JSON.stringify(sorted(input)))
    .digest('base64url')
}

/** What was answered to these keys before, by `actor key`. Another input under a key used is a conflict. */
export async function answered(
  sql: Sql,
  org: string,
  keys: readonly OnceKey[],
): Promise<Map<string, unknown>> {
  const rows = await sql<{
    actor: string
    key: string
    action: string
    input_hash: string
    output: unknown
  }>`
    SELECT o.actor, o.key, o.action, o.input_hash, o.output FROM kernel.once o
    JOIN unnest(${keys.map(({ actor }) => actor)}::text[], ${keys.map(({ key }) => key)}::text[]) AS k(actor, key) ON o.org = ${org} AND o.actor = k.actor AND o.key = k.key`
  return new Map(rows.map((row) => [`${row.actor} ${row.key}`, row]))
}

export function outputOf(found: unknown, once: OnceKey): unknown {
  const row = found as { action: string; input_hash: string; output: unknown }
  if (row.action !== once.action || row.input_hash !== once.inputHash) {
    throw fail(
      'conflict',
      'This idempotency key was used for something else.',
      'Use a new key for a new request.',
    )
  }
  return row.output
}

/** A concurrent twin raises a unique violation here, which undoes this command; it then finds the other's answer. */
export function remember(sql: Sql, rows: readonly OnceRow[]): Promise<unknown> {
  return sql`
    INSERT INTO kernel.once (org, actor, key, action, input_hash, output)
    SELECT ${rows[0]!.org}::uuid, o.actor, o.key, o.action, o.hash, o.output::jsonb
    FROM unnest(${rows.map(({ actor }) => actor)}::text[], ${rows.map(({ key }) => key)}::text[], ${rows.map(({ action }) => action)}::text[],
      ${rows.map((row) => row.inputHash)}::text[], ${rows.map(({ output }) => JSON.stringify(output ?? null))}::text[]) AS o(actor, key, action, hash, output)`
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  )
}
