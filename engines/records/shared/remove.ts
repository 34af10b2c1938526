import { fail, type Entity } from '#kernel'
import { columnOf, planOf } from '#kernel/records/plan'
import { nameOf } from '../../postgres/name.ts'
import { builder } from '#kernel/records/builder'

import { codecOf, difference, EMPTY, type Row } from './document.ts'
import { freePart, unpointPart } from './parts.ts'
import { lock } from './lock.ts'
import { pick, update } from './update.ts'
import { writingOf, type Writing } from './writing.ts'

/** References that one deletion clears at most; more would hold the transaction too long. */
const CLEAR_MAX = 1000

/** A record that others refer to stays, unless all of them let go of it. */
export async function remove(id: string, writing: Writing): Promise<void> {
  const { plan, env } = writing
  const rule = writing.ruled(plan.entity.access.delete, 'delete')
  const found = await lock(id, rule, writing)
  await letGo(id, writing)
  const codec = codecOf(plan)
  const build = builder(env.org)
  const entity = `${build.bind(codec.id)}::uuid`
  const [key, rev, by, how, diff] = [
    id,
    found.rev + 1,
    env.actor.id || env.actor.kind,
    env.cause ?? '',
    JSON.stringify(difference(found.document, EMPTY)),
  ].map((each) => build.bind(each))
  const which = `org = $1 AND entity = ${entity} AND id = ${key}::uuid`
  const parts = [
    `g AS (DELETE FROM rec.record WHERE ${which})`,
    `s AS (DELETE FROM rec.slot WHERE ${which})`,
  ]
  const claims = codec.claims(found.document, id)
  const pointing = codec.targets(found.document, id)
  if (claims.length) parts.push(`f AS (${freePart(claims, entity, build)})`)
  if (pointing.length) parts.push(`q AS (${unpointPart(pointing, entity, build)})`)
  const text = `WITH ${parts.join(', ')} INSERT INTO rec.history (org, entity, id, rev, op, actor, cause, diff) VALUES ($1::uuid, ${entity}, ${key}::uuid, ${rev}::bigint, 'delete', ${by}, ${how}, ${diff}::jsonb)`
  await env.session.sql.rows(text, build.values, nameOf(text))
  writing.changed({
    entity: plan.entity.id,
    id,
    op: 'delete',
    before: pick(found.record, Object.keys(plan.entity.fields), plan),
  })
}

/** What refers to the record lets go of it where its field says so; otherwise the record stays. */
async function letGo(id: string, { plan, env }: Writing): Promise<void> {
  const rows = await env.session.sql<{ entity: string; field: string; id: string }>`
    SELECT entity, field, id FROM rec.ref WHERE org = ${env.org} AND target = ${id} AND id <> ${id} ORDER BY id LIMIT ${CLEAR_MAX + 1}`
  if (rows.length === 0) return
  const sources = new Map<string, Entity>()
  for (const entity of env.entities?.() ?? [])
    if (entity.shared) sources.set(entity.shared.id, entity)
  const still = fail(
    'conflict',
    `Other records still refer to this ${plan.entity.title}.`,
    'Change or delete them first.',
  )
  if (rows.length > CLEAR_MAX) throw still
  for (const [source, of] of Map.groupBy(rows, (row) => row.id)) {
    const entity = sources.get(of[0]!.entity)
    // What its module took along refers to nothing any more.
    if (!entity) continue
    const other = planOf(entity)
    const fields = of.map(({ field }) => fieldOf(entity, field))
    const kept = fields.some(
      (field) =>
        entity.shared!.onDelete?.[field] !== 'clear' ||
        (!columnOf(other, field).nullable && columnOf(other, field).kind !== 'json'),
    )
    if (kept) throw still
    const writing = writingOf(other, env, false)
    const { document } = await lock(source, {}, writing)
    await update(
      source,
      Object.fromEntries(fields.map((field) => [field, without(id, document.x, entity, field)])),
      writing,
    )
  }
}

const fieldOf = (entity: Entity, key: string): string =>
  Object.entries(entity.shared!.keys).find(([, each]) => each === key)?.[0] ?? key

/** A list loses the id, a single reference becomes absent. */
function without(id: string, x: Row, entity: Entity, field: string): unknown {
  const many = x[entity.shared!.keys[field]!]
  return Array.isArray(many) ? many.filter((each) => each !== id) : null
}
