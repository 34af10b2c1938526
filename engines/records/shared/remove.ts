import { nameOf } from '../../postgres/name.ts'
import { builder } from '#kernel/records/builder'
import { codecOf, difference, EMPTY } from './document.ts'
import { letGo } from './let-go.ts'
import { freePart, unpointPart } from './parts.ts'
import { lock } from './lock.ts'
import { pick } from './update.ts'
import type { Writing } from './writing.ts'

/** A record that others refer to stays, unless all of them let go of it. */
export async function remove(id: string, writing: Writing): Promise<void> {
  const { plan, env } = writing
  const rule = writing.ruled(plan.entity.access.delete, 'delete')
  const found = await lock(id, rule, writing)
  await letGo(id, plan.entity, env)
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
