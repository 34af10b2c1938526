import { fail, PAGE_SIZE, PAGE_SIZE_MAX } from '#kernel'
import { builder } from '#kernel/records/builder'
import { compile, visible, type Scope } from '#kernel/records/compile'
import type { RecordsEnv } from '#kernel/records/layout'
import type { Plan } from '#kernel/records/plan'
import { nameOf } from '../../postgres/name.ts'
import { codecOf, type Row } from './document.ts'

type Version = Awaited<ReturnType<import('#kernel').Records<Row>['history']>>['items'][number]

/**
 * Versions, newest first. Who may read the record now may read how it came to be, as far as the field rules
 * let him; of a deleted record only who may read every record of the entity.
 */
export async function history(
  id: string,
  plan: Plan,
  env: RecordsEnv,
  checked: boolean,
  { limit = PAGE_SIZE, cursor }: { limit?: number; cursor?: string } = {},
): Promise<{ items: Version[]; next?: string }> {
  const { record, shown } = await readable(id, plan, env, checked)
  const codec = codecOf(plan)
  const size = Math.min(Math.max(limit, 1), PAGE_SIZE_MAX)
  const before = cursor === undefined ? null : Number(cursor)
  if (before !== null && !Number.isSafeInteger(before))
    throw fail('invalid', 'The cursor is not one that this list gave.', 'Start again without one.')
  const rows = await env.session.sql<Kept>`
    SELECT rev, at, op, actor, cause, diff FROM rec.history
    WHERE org = ${env.org} AND entity = ${codec.id} AND id = ${id} AND (${before}::bigint IS NULL OR rev < ${before}) ORDER BY rev DESC LIMIT ${size + 1}`
  if (!record && rows.length === 0 && before === null) throw absent(plan)
  const fields = Object.keys(plan.entity.fields).filter((field) => shown.has(field))
  const tell = ({ rev, at, op, actor, cause, diff }: Kept): Version => ({
    rev,
    at,
    op,
    actor,
    cause,
    changes: fields.flatMap((field) => {
      const change = diff[codec.keys[field]!]
      if (!change) return []
      const [was, is] = change
      return [
        { field, ...(was === null ? {} : { before: was }), ...(is === null ? {} : { after: is }) },
      ]
    }),
  })
  const items = rows.slice(0, size).map(tell)
  if (rows.length > size) return { items, next: String(items.at(-1)!.rev) }
  if (!record || before === 1) return { items }
  if (items.length >= size) return { items, next: String(items.at(-1)?.rev ?? 2) }
  return { items: [...items, tell(await first(record, id, codec.id, env))] }
}

interface Kept {
  rev: number
  at: string
  op: Version['op']
  actor: string
  cause: string
  diff: Record<string, [unknown, unknown]>
}
interface Made {
  readonly created_at: string
  readonly made_by: string
  readonly made_how: string
  readonly d: Row
  readonly x: Row | null
}

/** Version 1 is what the record is now, with every later change undone. */
async function first(record: Made, id: string, entity: string, env: RecordsEnv): Promise<Kept> {
  const undone = await env.session.sql<{ key: string; was: unknown }>`
    SELECT DISTINCT ON (e.key) e.key, e.value->0 AS was FROM rec.history h, jsonb_each(h.diff) e
    WHERE h.org = ${env.org} AND h.entity = ${entity} AND h.id = ${id} ORDER BY e.key, h.rev`
  const initial: Row = { ...record.d, ...record.x }
  for (const { key, was } of undone) initial[key] = was
  const diff = Object.fromEntries(
    Object.entries(initial)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, [null, value] as [unknown, unknown]]),
  )
  return {
    rev: 1,
    at: record.created_at,
    op: 'create',
    actor: record.made_by,
    cause: record.made_how,
    diff,
  }
}

async function readable(id: string, plan: Plan, env: RecordsEnv, checked: boolean) {
  const build = builder(env.org)
  const scope: Scope = {
    plan,
    alias: 't',
    build,
    actor: env.actor,
    lookup: env.lookup,
    trusted: true,
  }
  const home = plan.home('t', build)
  const key = build.bind(id)
  const rule = checked ? compile(plan.entity.access.read.where, scope) : 'true'
  const masks = plan.masked.map((name) => visible(name, { ...scope, trusted: !checked }))
  const columns = ['created_at', 'made_by', 'made_how', 'd', 'x'].map((name) => `t.${name}`)
  const text = `SELECT ${[...columns, ...masks].join(', ')} FROM ${plan.from('t')} WHERE ${home} AND t.id = ${key}::uuid AND ${rule}`
  const [row] = await env.session.sql.rows(text, build.values, nameOf(text))
  if (!row && rule !== 'true') throw absent(plan)
  const hidden = plan.masked.filter(
    (_, index) => (row ? row[5 + index] : masks[index] === 'true') !== true,
  )
  const shown = new Set(Object.keys(plan.entity.fields).filter((field) => !hidden.includes(field)))
  if (!row) return { record: undefined, shown }
  const [created_at, made_by, made_how, d, x] = row
  return { record: { created_at, made_by, made_how, d, x } as Made, shown }
}

const absent = (plan: Plan) => fail('notFound', `There is no such ${plan.entity.title}.`)
