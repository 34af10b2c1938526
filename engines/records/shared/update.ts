import { fail } from '#kernel'
import { compile, visible } from '#kernel/records/compile'
import { nameOf } from '../../postgres/name.ts'
import { codecOf, difference, type Document, type Row } from './document.ts'
import { claimPart, freePart, pointPart, RESLOT, slotPart, unpointPart } from './parts.ts'
import { isEmpty } from './create.ts'
import { lock } from './lock.ts'
import { checkTargets } from './references.ts'
import { forbid, taken, type Writing } from './writing.ts'

/** One version of a record: the document, its claims, references, history and typed copies in one statement. */
export async function update(
  id: string,
  patch: Row,
  writing: Writing,
  options?: { rev?: number },
): Promise<{ before: Row; after: Row; fields: string[] }> {
  const { plan, env, checked } = writing
  const { title, access, shared } = plan.entity
  const codec = codecOf(plan)
  const rule = writing.ruled(access.update, 'change')
  const fields = Object.keys(patch).filter((name) => patch[name] !== undefined)
  writing.writable(rule, fields)
  const numbered = fields.find((name) => shared!.serial?.[name])
  if (numbered) throw fail('invalid', `“${numbered}” is numbered by the server.`, 'Leave it out.')
  const found = await lock(id, rule, writing)
  if (options?.rev !== undefined && options.rev !== found.rev)
    throw fail(
      'conflict',
      `This ${title} was changed by someone else meanwhile.`,
      'Fetch it again and decide anew.',
      { rev: found.rev },
    )
  if (fields.length === 0) return { before: found.shown, after: found.shown, fields }
  const before = found.document
  const after = codec.write(before, Object.fromEntries(fields.map((name) => [name, patch[name]])))

  const [claims, freed] = changes(codec.claims(before, id), codec.claims(after, id))
  const [pointing, unpointed] = changes(codec.targets(before, id), codec.targets(after, id))
  await checkTargets(
    pointing.filter((each) => each.id !== id),
    env,
    checked,
  )

  const scope = writing.scope()
  const { build } = scope
  const entity = `${build.bind(codec.id)}::uuid`
  const [key, d, x, diff, by, how] = [
    id,
    JSON.stringify(after.d),
    isEmpty(after.x) ? null : JSON.stringify(after.x),
    JSON.stringify(difference(before, after)),
    env.actor.id || env.actor.kind,
    env.cause ?? '',
  ].map((each) => build.bind(each))
  const own = { ...scope, trusted: !checked }
  const masks = plan.masked.map((name) => visible(name, own))
  const check = compile(checked ? (rule.check ?? true) : true, scope)
  const parts = [
    `w AS (UPDATE rec.record AS t SET d = ${d}::jsonb, x = ${x}::jsonb, rev = t.rev + 1, updated_at = now() WHERE t.org = $1 AND t.entity = ${entity} AND t.id = ${key}::uuid RETURNING ${['t.updated_at', 't.rev', ...masks, check].join(', ')})`,
    `h AS (INSERT INTO rec.history (org, entity, id, rev, op, actor, cause, diff) VALUES ($1::uuid, ${entity}, ${key}::uuid, ${build.bind(found.rev + 1)}::bigint, 'update', ${by}, ${how}, ${diff}::jsonb))`,
    `s AS (${slotPart(`(SELECT ${key}::uuid AS id, ${d}::jsonb AS d)`, entity, RESLOT)})`,
  ]
  if (freed.length) parts.push(`f AS (${freePart(freed, entity, build)})`)
  if (claims.length) parts.push(`u AS (${claimPart(claims, entity, build)})`)
  if (unpointed.length) parts.push(`q AS (${unpointPart(unpointed, entity, build)})`)
  if (pointing.length) parts.push(`r AS (${pointPart(pointing, entity, build)})`)
  const text = `WITH ${parts.join(', ')} SELECT ${claims.length ? '(SELECT count(*) FROM u)' : '0'}, w.* FROM w`
  const [row] = await env.session.sql.rows(text, build.values, nameOf(text))
  if (row?.at(-1) !== true) throw forbid(rule, `You may not change this ${title} to that.`)
  const flags = row.slice(3, -1)
  guard(fields, flags, writing)
  if (Number(row[0]) < claims.length) throw await taken(claims, [id], codec, env)
  const whole = (document: Document, masksOf: readonly unknown[]): Row =>
    plan.decode([id, found.created_at, row[1], row[2], document.d, document.x, ...masksOf])
  const all = plan.masked.map(() => true)
  writing.changed({
    entity: plan.entity.id,
    id,
    op: 'update',
    before: pick(found.record, fields, plan),
    after: pick(whole(after, all), fields, plan),
  })
  return { before: found.shown, after: whole(after, flags), fields }
}

/** Who could write a unique field that he may not read could guess what others hold. */
function guard(
  fields: readonly string[],
  flags: readonly unknown[],
  { plan, checked }: Writing,
): void {
  if (!checked) return
  const { unique } = codecOf(plan)
  const hidden = plan.masked.find(
    (field, index) =>
      flags[index] !== true &&
      fields.includes(field) &&
      unique.some((rule) => rule.fields.includes(field)),
  )
  if (hidden)
    throw fail(
      'forbidden',
      `“${hidden}” of ${plan.entity.title} cannot be set by who may not read it.`,
    )
}

/** What is only in the second list, and what is only in the first. */
function changes<E extends object>(before: readonly E[], after: readonly E[]): [E[], E[]] {
  const [was, is] = [before, after].map((all) => new Set(all.map((each) => JSON.stringify(each))))
  return [
    after.filter((each) => !was!.has(JSON.stringify(each))),
    before.filter((each) => !is!.has(JSON.stringify(each))),
  ]
}

/** What the audit may keep of a record: everything but what is marked sensitive. */
export function pick(record: Row, fields: readonly string[], { byField }: Writing['plan']): Row {
  return Object.fromEntries(
    fields
      .filter((field) => {
        const schema = byField.get(field)?.schema as { 'x-sensitive'?: boolean } | undefined
        return record[field] !== undefined && !schema?.['x-sensitive']
      })
      .map((field) => [field, record[field]]),
  )
}
