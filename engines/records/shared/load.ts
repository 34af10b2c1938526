import { fail } from '#kernel'
import { compile } from '#kernel/records/compile'
import type { RecordsEnv } from '#kernel/records/layout'
import { nameOf } from '../../postgres/name.ts'
import { codecOf, difference, EMPTY, type Document, type Row } from './document.ts'
import { create, LOAD_MAX } from './create.ts'
import { idList, lined } from './parts.ts'
import type { Writing } from './writing.ts'

/** Records that one `unload` takes at most. */
const UNLOAD_MAX = 5000

/** A chunk of an import: one statement, one line in the audit row. */
export async function load(
  drafts: readonly Row[],
  writing: Writing,
  batch = writing.env.newId(),
): Promise<{ count: number }> {
  if (drafts.length > LOAD_MAX)
    throw fail('invalid', 'Too many records at once.', `Load at most ${LOAD_MAX} at a time.`)
  if (drafts.length === 0) return { count: 0 }
  await create(drafts, writing, batch)
  const count = drafts.length
  writing.changed({
    entity: writing.plan.entity.id,
    id: batch,
    op: 'create',
    after: { records: count },
  })
  return { count }
}

/** Takes a part of a batch back; answers how many records. */
export async function unload(batch: string, writing: Writing): Promise<number> {
  const { plan, env } = writing
  const rule = writing.ruled(plan.entity.access.delete, 'delete')
  const codec = codecOf(plan)
  const scope = writing.scope()
  const { build } = scope
  const which = `${plan.home('t', build)} AND t.batch = ${build.bind(batch)}::uuid AND ${compile(rule.where ?? true, scope)}`
  const text = `SELECT t.id, t.rev, t.d, t.x FROM ${plan.from('t')} WHERE ${which} LIMIT ${UNLOAD_MAX} FOR UPDATE OF t`
  const rows = (await env.session.sql.rows(text, build.values, nameOf(text))) as [
    string,
    number,
    Row,
    Row | null,
  ][]
  if (rows.length === 0) return 0
  const ids = rows.map(([id]) => id)
  await refuseIfUsed(ids, batch, env)
  const documents = rows.map(([, , d, x]): Document => ({ d, x: x ?? {} }))
  const claims = documents.flatMap((document, row) => codec.claims(document, ids[row]!))
  const all = idList(ids)
  const pointing = documents.flatMap((document, row) => codec.targets(document, ids[row]!))
  await env.session.sql`
    WITH v AS (SELECT * FROM ROWS FROM (unnest(${all}::uuid[]), unnest(${`{${rows.map(([, rev]) => rev + 1).join()}}`}::bigint[]), string_to_table(${lined(documents.map((document) => JSON.stringify(difference(document, EMPTY))))}, E'\\n')) AS v(id, rev, diff)),
    g AS (DELETE FROM rec.record r USING v WHERE r.org = ${env.org} AND r.entity = ${codec.id} AND r.id = v.id),
    s AS (DELETE FROM rec.slot r USING v WHERE r.org = ${env.org} AND r.entity = ${codec.id} AND r.id = v.id),
    q AS (DELETE FROM rec.ref r USING unnest(${idList(pointing.map(({ id }) => id))}::uuid[], ${idList(pointing.map(({ from }) => from))}::uuid[]) AS p(target, id) WHERE r.org = ${env.org} AND r.target = p.target AND r.entity = ${codec.id} AND r.id = p.id),
    f AS (DELETE FROM rec.uniq u USING ROWS FROM (string_to_table(${lined(claims.map(({ rule }) => rule))}, E'\\n'), string_to_table(${lined(claims.map(({ key }) => key))}, E'\\n')) AS c(rule, key) WHERE u.org = ${env.org} AND u.entity = ${codec.id} AND u.rule = c.rule AND u.key = c.key)
    INSERT INTO rec.history (org, entity, id, rev, op, actor, cause, diff)
    SELECT ${env.org}::uuid, ${codec.id}::uuid, v.id, v.rev, 'delete', ${env.actor.id || env.actor.kind}, ${env.cause ?? ''}, v.diff::jsonb FROM v`
  writing.changed({
    entity: plan.entity.id,
    id: batch,
    op: 'delete',
    before: { records: ids.length },
  })
  return ids.length
}

async function refuseIfUsed(ids: readonly string[], batch: string, { session, org }: RecordsEnv) {
  const used = await session.sql`
    SELECT 1 FROM rec.ref r JOIN unnest(${idList(ids)}::uuid[]) AS v(id) ON v.id = r.target
    WHERE r.org = ${org} AND NOT EXISTS (SELECT 1 FROM rec.record o WHERE o.org = ${org} AND o.entity = r.entity AND o.id = r.id AND o.batch = ${batch}) LIMIT 1`
  if (used.length)
    throw fail(
      'conflict',
      'Other records refer to what was imported.',
      'Change or delete them first.',
    )
}
