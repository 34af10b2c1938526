import type pg from 'pg'
import type { Entity } from '#kernel'
import type { Stage } from '../../kernel/testing.ts'

/** Everything of one organisation as PostgreSQL holds it: row texts by table. */
export type Holdings = ReadonlyMap<string, ReadonlySet<string>>

/** Rows that move by themselves: the kernel's, and how far the log has been read for flows. */
const RESTLESS = new Set(['kernel.once', 'kernel.audit', 'flows.cursor'])

export async function holdingsOf(as: Stage, org: string): Promise<Holdings> {
  return as.owner(async (client) => {
    const found = new Map<string, Set<string>>()
    for (const table of await tablesOf(client)) {
      if (RESTLESS.has(table)) continue
      const { rows } = await client.query<{ row: string }>(
        `SELECT t::text AS row FROM ${table} t WHERE org = $1`,
        [org],
      )
      found.set(table, new Set(rows.map(({ row }) => row)))
    }
    return found
  })
}

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND a.attname = 'org' AND n.nspname NOT LIKE 'pg_%' ORDER BY 1`)
  return rows.map(({ name }) => name)
}

/** Rows of the first that are not in the second, as `table: row`. */
export function lost(before: Holdings, after: Holdings): string[] {
  return [...before].flatMap(([table, rows]) =>
    [...rows].filter((row) => !after.get(table)?.has(row)).map((row) => `${table}: ${row}`),
  )
}

/** Ids and texts of one organisation's records by entity: what nobody else may ever be shown. */
export async function idsOf(as: Stage, org: string, most = 10): Promise<Map<string, string[]>> {
  const registry = await as.kernel.registryOf(org)
  return as.owner(async (client) => {
    const ids = new Map<string, string[]>()
    for (const entity of registry.entities.values()) {
      const { id } = entity
      const table = tableOf(entity)
      if (!table) continue
      const { rows } = await client.query<{ id: string }>(
        `SELECT id FROM ${table} AND org = $1 ORDER BY id LIMIT $2`,
        [org, most],
      )
      ids.set(
        id,
        rows.map((row) => row.id),
      )
    }
    return ids
  })
}

/** Where an entity's rows lie, up to a condition that can be added to; nothing for what lies elsewhere. */
export function tableOf({ id, layout, dataAt, shared }: Entity): string | undefined {
  if (dataAt === 'vendor') return undefined
  if (shared) return `rec.record t WHERE t.entity = '${shared.id}'`
  const [schema, table] = id.split('.') as [string, string]
  return (layout ?? 'native') === 'native' ? `"${schema}"."${table}" t WHERE true` : undefined
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Every id that any row of the organisation holds, less those that others hold too. */
export function secretsOf(theirs: Holdings, ...others: Holdings[]): Set<string> {
  const known = new Set(others.flatMap((holdings) => [...uuidsIn(holdings)]))
  return new Set([...uuidsIn(theirs)].filter((id) => !known.has(id)))
}

function* uuidsIn(holdings: Holdings): Generator<string> {
  for (const rows of holdings.values()) for (const row of rows) yield* row.match(UUID) ?? []
}

/** Secrets that stand in an answer although the caller had not named them himself. */
export function leaks(secrets: ReadonlySet<string>, answer: unknown, input: unknown): string[] {
  const said = new Set(JSON.stringify(input ?? null).match(UUID))
  const told = new Set((JSON.stringify(answer ?? null) ?? '').match(UUID))
  return [...told].filter((id) => secrets.has(id) && !said.has(id))
}
