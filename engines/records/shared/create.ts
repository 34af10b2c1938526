import { fail } from '#kernel'
import { compile, visible, type Scope } from '#kernel/records/compile'
import type { Plan } from '#kernel/records/plan'
import { nameOf } from '../../postgres/name.ts'
import { codecOf, type Claim, type Document, type Pointer, type Row } from './document.ts'
import { claimPart, idList, KEEP, lined, lines, pointPart, slotPart } from './parts.ts'
import { checkTargets } from './references.ts'
import { numbered } from './serial.ts'
import { forbid, taken, type Writing } from './writing.ts'

/** Drafts that one `load` takes at most: a transaction well below the two seconds that one may last. */
export const LOAD_MAX = 10_000

/** Records made by one statement each time, whatever their number. */
export async function create(
  drafts: readonly Row[],
  writing: Writing,
  batch?: string,
): Promise<{ documents: Document[]; ids: string[]; rows: Map<string, readonly unknown[]> }> {
  const { plan, env, checked } = writing
  const codec = codecOf(plan)
  const rule = writing.ruled(plan.entity.access.create, 'create')
  const fields = new Set<string>()
  for (const draft of drafts) for (const name in draft) if (name !== 'id') fields.add(name)
  writing.writable(rule, [...fields])
  const ids = drafts.map((draft) => (draft['id'] as string | undefined) ?? env.newId())
  const full = await numbered(drafts, plan.entity.shared!.serial, codec, env)
  const documents = full.map((draft, row) => documentOf(plan, draft, row, drafts.length > 1))
  const pointing: Pointer[] = []
  const claims: Claim[] = []
  for (const [row, document] of documents.entries()) {
    codec.targets(document, ids[row]!, pointing)
    codec.claims(document, ids[row]!, claims)
  }
  const own = new Set(ids)
  const abroad = pointing.filter(({ id }) => !own.has(id))
  await checkTargets(abroad, env, checked, ids.length > 1 ? ids : undefined)

  const scope = writing.scope()
  const { build } = scope
  const entity = `${build.bind(codec.id)}::uuid`
  const [idsAt, dAt, xAt, batchAt, byAt, howAt] = [
    idList(ids),
    lined(documents.map(({ d }) => JSON.stringify(d))),
    lined(documents.map(({ x }) => (isEmpty(x) ? '' : JSON.stringify(x)))),
    batch ?? null,
    env.actor.id || env.actor.kind,
    env.cause ?? '',
  ].map((each) => build.bind(each))
  const parts = [
    `v AS MATERIALIZED (SELECT v.id, v.d::jsonb AS d, nullif(v.x, '')::jsonb AS x FROM ROWS FROM (unnest(${idsAt}::uuid[]), ${lines(dAt!)}, ${lines(xAt!)}) AS v(id, d, x))`,
    `i AS (INSERT INTO rec.record AS t (org, entity, id, batch, made_by, made_how, d, x) SELECT $1::uuid, ${entity}, v.id, ${batchAt}::uuid, ${byAt}, ${howAt}, v.d, v.x FROM v ${returning(writing, scope)})`,
    `s AS (${slotPart('v', entity, KEEP)})`,
  ]
  if (claims.length) parts.push(`u AS (${claimPart(claims, entity, build)})`)
  if (pointing.length) parts.push(`r AS (${pointPart(pointing, entity, build)})`)
  const free = claims.length ? '(SELECT count(*) FROM u)' : '0'
  // A load answers one row; a page of records comes back whole.
  const answer =
    batch === undefined
      ? `SELECT ${free}, i.* FROM i`
      : `SELECT ${[free, ...plan.masked.map((_, index) => `bool_and(i.m${index})`), 'bool_and(i.ok)'].join(', ')} FROM i`
  const text = `WITH ${parts.join(', ')} ${answer}`
  const result = await env.session.sql.rows(text, build.values, nameOf(text))
  const width = result[0]!.length
  if (result.some((row) => row[width - 1] !== true))
    throw forbid(rule, `You may not create this ${plan.entity.title}.`)
  if (checked) guardUnique(plan, fields, result)
  if (Number(result[0]![0]) < claims.length) throw await taken(claims, ids, codec, env)
  return { documents, ids, rows: new Map(result.map((row) => [row[1] as string, row])) }
}

/** id, created_at, a flag for each masked field, and whether the new row is allowed. */
function returning({ plan, checked, env }: Writing, scope: Scope): string {
  const own: Scope = { ...scope, trusted: !checked }
  const masks = plan.masked.map((name, index) => `${visible(name, own)} AS m${index}`)
  const rule = checked ? (plan.entity.access.create?.check ?? true) : true
  const check = compile(rule, { ...scope, actor: env.actor })
  return `RETURNING ${['t.id', 't.created_at', ...masks, `${check} AS ok`].join(', ')}`
}

/** Who could write a unique field that he may not read could guess what others hold. */
function guardUnique(plan: Plan, fields: ReadonlySet<string>, rows: readonly unknown[][]): void {
  const { unique } = codecOf(plan)
  for (const [index, field] of plan.masked.entries()) {
    if (!fields.has(field) || !unique.some((rule) => rule.fields.includes(field))) continue
    const at = rows[0]!.length - 1 - plan.masked.length + index
    if (rows.some((row) => row[at] !== true))
      throw fail(
        'forbidden',
        `“${field}” of ${plan.entity.title} cannot be set by who may not read it.`,
      )
  }
}

function documentOf(plan: Plan, draft: Row, row: number, many: boolean): Document {
  try {
    return codecOf(plan).make(draft)
  } catch (error) {
    if (many && error instanceof Error && 'details' in error)
      Object.assign((error.details ?? {}) as object, { row })
    throw error
  }
}

export const isEmpty = (row: Row): boolean => {
  for (const _ in row) return false
  return true
}
