import { createHash } from 'node:crypto'
import type { Sql } from './database.ts'
import { fail } from './errors.ts'
import { rowsOf, type Writing } from './rows.ts'
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
    SELECT o.actor, o.key, o.action, o.input_hash, o.output
    FROM unnest(${keys.map(({ actor }) => actor)}::text[], ${keys.map(({ key }) => key)}::text[]) AS k(actor, key),
    LATERAL (SELECT * FROM kernel.once WHERE org = ${org} AND actor = k.actor AND key = k.key OFFSET 0) o`
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
export function oncePart(draft: Writing, rows: readonly OnceRow[]): string {
  const { from, at } = rowsOf(draft, 'o', {
    actor: ['text', rows.map(({ actor }) => actor)],
    key: ['text', rows.map(({ key }) => key)],
    action: ['text', rows.map(({ action }) => action)],
    hash: ['text', rows.map((row) => row.inputHash)],
    output: ['text', rows.map(({ output }) => JSON.stringify(output ?? null))],
  })
  return `o AS (
    INSERT INTO kernel.once (org, actor, key, action, input_hash, output)
    SELECT $1::uuid, ${at.actor}, ${at.key}, ${at.action}, ${at.hash}, ${at.output}::jsonb ${from})`
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
