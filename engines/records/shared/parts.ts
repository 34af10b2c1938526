import type { Builder } from '#kernel/records/builder'
import type { Claim, Pointer } from './document.ts'

/**
 * The pieces of a writing statement: a record and everything beside it go in one statement, so a
 * create or an update costs one round trip and nothing can be there without the rest.
 */

/**
 * A list of JSON texts as one parameter, however long: none holds a line break, so none has to be quoted,
 * here or there. Read back by `lines`.
 */
export const lined = (texts: readonly string[]): string => texts.join('\n')
export const lines = (parameter: string): string => `string_to_table(${parameter}, E'\\n')`
/** A list of ids, which need no quotes. */
export const idList = (ids: readonly string[]): string => `{${ids.join()}}`

/** Takes unique values; answers (rule, key) of those that were free. */
export function claimPart(claims: readonly Claim[], entity: string, build: Builder): string {
  const [rules, keys, ids] = [
    build.bind(lined(claims.map(({ rule }) => rule))),
    build.bind(lined(claims.map(({ key }) => key))),
    build.bind(idList(claims.map(({ id }) => id))),
  ]
  return `INSERT INTO rec.uniq (org, entity, rule, key, id) SELECT $1::uuid, ${entity}, c.rule, c.key, c.id FROM ROWS FROM (${lines(rules)}, ${lines(keys)}, unnest(${ids}::uuid[])) AS c(rule, key, id) ON CONFLICT DO NOTHING RETURNING rule, key`
}
export function freePart(claims: readonly Claim[], entity: string, build: Builder): string {
  const [rules, keys] = [
    build.bind(lined(claims.map(({ rule }) => rule))),
    build.bind(lined(claims.map(({ key }) => key))),
  ]
  return `DELETE FROM rec.uniq q USING ROWS FROM (${lines(rules)}, ${lines(keys)}) AS c(rule, key) WHERE q.org = $1 AND q.entity = ${entity} AND q.rule = c.rule AND q.key = c.key`
}

const pointers = (all: readonly Pointer[], build: Builder): string => {
  const [targets, keys, from] = [
    build.bind(idList(all.map(({ id }) => id))),
    build.bind(lined(all.map(({ key }) => key))),
    build.bind(idList(all.map((each) => each.from))),
  ]
  return `ROWS FROM (unnest(${targets}::uuid[]), ${lines(keys)}, unnest(${from}::uuid[])) AS p(target, field, id)`
}

export const pointPart = (all: readonly Pointer[], entity: string, build: Builder): string =>
  `INSERT INTO rec.ref (org, target, entity, field, id) SELECT $1::uuid, p.target, ${entity}, p.field, p.id FROM ${pointers(all, build)} ON CONFLICT DO NOTHING`
export const unpointPart = (all: readonly Pointer[], entity: string, build: Builder): string =>
  `DELETE FROM rec.ref r USING ${pointers(all, build)} WHERE r.org = $1 AND r.target = p.target AND r.entity = ${entity} AND r.field = p.field AND r.id = p.id`

const KINDS = { t: 6, n: 4, m: 4, u: 4, b: 4 } as const
const TYPES = { t: 'text', n: 'numeric', m: 'timestamptz', u: 'uuid', b: 'boolean' } as const
export const SLOTS = Object.entries(KINDS).flatMap(([kind, many]) =>
  Array.from({ length: many }, (_, index) => `${kind}${index + 1}`),
)
const value = (slot: string): string => {
  const text = `v.d->>(g.slots->>'${slot}')`
  // Of money its amount.
  return slot.startsWith('n')
    ? `coalesce(v.d->(g.slots->>'${slot}')->>'amount', ${text})::numeric`
    : `(${text})::${TYPES[slot[0] as keyof typeof TYPES]}`
}
const COUNTS = ['nt', 'nn', 'nm', 'nu'] as const

/** Typed copies of documents `v(id, d)`, when the entity has grown enough to have them. */
export const slotPart = (source: string, entity: string, conflict: string): string =>
  `INSERT INTO rec.slot (org, entity, id, ${COUNTS.join(', ')}, ${SLOTS.join(', ')}) SELECT $1::uuid, ${entity}, v.id, ${COUNTS.map((name) => `(g.slots->>'${name}')::int`).join(', ')}, ${SLOTS.map(value).join(', ')} FROM ${source} AS v, rec.shape g WHERE g.org = $1 AND g.entity = ${entity} ${conflict}`
export const RESLOT = `ON CONFLICT (org, entity, id) DO UPDATE SET ${SLOTS.map((slot) => `${slot} = excluded.${slot}`).join(', ')}`
export const KEEP = 'ON CONFLICT DO NOTHING'
