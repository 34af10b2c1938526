import type { Actor } from '../actor.ts'
import type { Filter } from '../access.ts'
import type { Entity } from '../define.ts'
import { fail } from '../errors.ts'
import type { Builder } from './builder.ts'
import { columnOf, planOf, type Column, type Plan } from './plan.ts'

/** How deep and how wide a caller's filter may be: enough for any form, too little to hurt. */
const DEPTH_MAX = 8
const TERMS_MAX = 200

/** Where an entity id is resolved when a rule looks at another entity. */
export type EntityLookup = (id: string) => Entity

export interface Scope {
  readonly plan: Plan
  readonly alias: string
  readonly actor: Actor
  readonly build: Builder
  readonly lookup: EntityLookup
  /** A rule from a manifest may use scopes, relations and `$actor`; a caller's filter may not. */
  readonly trusted: boolean
  /** The row that `$row.x` means inside `exists`. */
  readonly outer?: Scope
}

/** Compiles a filter to a boolean SQL expression. The only place where access becomes SQL. */
export function compile(filter: Filter, scope: Scope, depth = 0): string {
  if (filter === true) return 'true'
  if (filter === false) return 'false'
  if (depth > DEPTH_MAX)
    throw fail('invalid', 'The filter is nested too deeply.', `Use at most ${DEPTH_MAX} levels.`)
  if (scope.build.values.length > TERMS_MAX)
    throw fail('invalid', 'The filter has too many terms.', `Use at most ${TERMS_MAX}.`)
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter))
    throw fail('invalid', 'A filter is an object.')
  return fold(
    'AND',
    Object.entries(filter),
    ([key, value]) => term(key, value, scope, depth),
    scope.build,
  )
}

/**
 * Joins parts and drops those that are decided already, together with the values they bound: a
 * parameter that no text uses has no type, and PostgreSQL would refuse the statement.
 */
function fold<P>(
  joint: 'AND' | 'OR',
  parts: readonly P[],
  compiled: (part: P) => string,
  { values }: Builder,
): string {
  const [neutral, decisive] = joint === 'AND' ? ['true', 'false'] : ['false', 'true']
  const start = values.length
  const kept: string[] = []
  for (const part of parts) {
    const before = values.length
    const sql = compiled(part)
    if (sql === decisive) {
      values.length = start
      return decisive
    }
    if (sql === neutral) values.length = before
    else kept.push(sql)
  }
  if (kept.length === 0) return neutral
  return kept.length === 1 ? kept[0]! : `(${kept.join(` ${joint} `)})`
}

function term(key: string, value: unknown, scope: Scope, depth: number): string {
  if (key === 'and' || key === 'or') {
    if (!Array.isArray(value)) throw fail('invalid', `“${key}” takes a list of filters.`)
    return fold(
      key === 'or' ? 'OR' : 'AND',
      value as Filter[],
      (each) => compile(each, scope, depth + 1),
      scope.build,
    )
  }
  if (key === 'not') return `NOT coalesce(${compile(value as Filter, scope, depth + 1)}, false)`
  if (scope.trusted) {
    if (key === 'scope') return scope.actor.scopes.has(value as string) ? 'true' : 'false'
    if (key === 'range')
      return range(value as { scope: string; self?: string; department?: string }, scope)
    if (key === 'exists') return exists(value as { entity: string; where: Filter }, scope, depth)
  }
  return condition(key, value, scope)
}

function range(rule: { scope: string; self?: string; department?: string }, scope: Scope): string {
  const reach = scope.actor.scopes.get(rule.scope)
  if (reach === undefined) return 'false'
  if (reach === 'all') return 'true'
  const parts: string[] = []
  if (rule.self && scope.actor.id)
    parts.push(`${field(rule.self, scope)} = ${bindActor('id', scope)}`)
  if (rule.department && reach !== 'self') {
    const departments = reach === 'subtree' ? scope.actor.subtree : scope.actor.departments
    parts.push(`${field(rule.department, scope)} = ANY(${scope.build.bind(departments)}::uuid[])`)
  }
  return parts.length ? `(${parts.join(' OR ')})` : 'false'
}

function exists(rule: { entity: string; where: Filter }, scope: Scope, depth: number): string {
  const plan = planOf(scope.lookup(rule.entity))
  const inner: Scope = { ...scope, plan, alias: `${scope.alias}x`, outer: scope }
  return `EXISTS (SELECT 1 FROM ${plan.from(inner.alias)} WHERE ${plan.home(inner.alias, scope.build)} AND ${compile(rule.where, inner, depth + 1)})`
}

/** A field's SQL: masked for callers where a field rule hides it, so that what may not be read cannot be guessed by filtering or sorting. */
export function field(name: string, scope: Scope): string {
  return masked(name, columnOf(scope.plan, name).sql(scope.alias), scope)
}

/** Any expression over a field, absent where the field's rule hides it. */
export function masked(name: string, sql: string, scope: Scope): string {
  const allowed = visible(name, scope)
  return allowed === 'true' ? sql : `CASE WHEN ${allowed} THEN ${sql} END`
}

/** Whether the field of a row is the caller's to see. */
export function visible(name: string, scope: Scope): string {
  const rule = scope.trusted ? undefined : scope.plan.entity.access.read.fields?.[name]
  return rule === undefined ? 'true' : compile(rule, { ...scope, trusted: true })
}

const COMPARE: Record<string, string> = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' }

function condition(name: string, value: unknown, scope: Scope): string {
  const column = columnOf(scope.plan, name)
  const sql = field(name, scope)
  if (value === null) return `${sql} IS NULL`
  if (Array.isArray(value)) return inList(sql, column, value, scope)
  if (typeof value !== 'object') return compare(sql, '=', value, column, scope)
  const operators = Object.entries(value as Record<string, unknown>)
  // Not “always”: a rule or a filter that forgot its operator must not let everything through.
  if (operators.length === 0)
    throw fail('invalid', `The condition on “${name}” is empty.`, 'Say for example { eq: … }.')
  const parts = operators.map(([operator, operand]) => {
    if (operator === 'in') return inList(sql, column, operand, scope)
    if (operator === 'ne')
      return operand === null
        ? `${sql} IS NOT NULL`
        : `${sql} IS DISTINCT FROM ${bindValue(operand, column, scope)}`
    if (operator === 'eq' && operand === null) return `${sql} IS NULL`
    if (operator === 'contains' || operator === 'startsWith') {
      if (column.type !== 'text')
        throw fail('invalid', `“${operator}” works on text; “${name}” is ${column.type}.`)
      const pattern = String(operand).replaceAll(/[\\%_]/g, '\\$&')
      return `${column.collated ? `${sql} COLLATE "default"` : sql} ILIKE ${scope.build.bind(operator === 'contains' ? `%${pattern}%` : `${pattern}%`)}`
    }
    if (operator === 'has') {
      if (column.kind !== 'json') throw fail('invalid', `“has” works on lists; “${name}” is none.`)
      checkValue(operand, 'text')
      return `${sql} @> ${scope.build.bind(JSON.stringify([operand]))}::jsonb`
    }
    const sign = COMPARE[operator]
    if (!sign)
      throw fail(
        'invalid',
        `“${operator}” is not an operator.`,
        'Use eq, ne, gt, gte, lt, lte, in, has, contains or startsWith.',
      )
    return compare(sql, sign, operand, column, scope)
  })
  return parts.length === 1 ? parts[0]! : `(${parts.join(' AND ')})`
}

const compare = (sql: string, sign: string, value: unknown, column: Column, scope: Scope): string =>
  `${sql} ${sign} ${bindValue(value, column, scope)}`

function inList(sql: string, { type, cast }: Column, value: unknown, scope: Scope): string {
  if (typeof value === 'string' && scope.trusted)
    return `${sql} = ANY(${bindActor(value.replace(/^\$actor\./, ''), scope)}::${cast}[])`
  if (!Array.isArray(value)) throw fail('invalid', '“in” takes a list.')
  if (value.length > TERMS_MAX * 5)
    throw fail('invalid', 'The list is too long.', `Use at most ${TERMS_MAX * 5} values.`)
  for (const each of value) checkValue(each, type)
  return `${sql} = ANY(${scope.build.bind(value)}::${cast}[])`
}

function bindValue(value: unknown, { type, cast }: Column, scope: Scope): string {
  if (scope.trusted && typeof value === 'string') {
    if (value.startsWith('$actor.')) return `${bindActor(value.slice(7), scope)}::${cast}`
    if (value.startsWith('$row.')) {
      if (!scope.outer) throw new Error(`${value} outside exists()`)
      return columnOf(scope.outer.plan, value.slice(5)).sql(scope.outer.alias)
    }
  }
  checkValue(value, type)
  return `${scope.build.bind(type === 'jsonb' ? JSON.stringify(value) : value)}::${cast}`
}

const SHAPE: Record<string, RegExp> = {
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  bigint: /^-?\d{1,18}$/,
  'double precision': /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i,
  numeric: /^-?\d+(\.\d+)?(e[+-]?\d{1,3})?$/i,
  boolean: /^(true|false)$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  timestamptz: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/,
}

/** Refuses what PostgreSQL would refuse less kindly, before it costs a round trip. */
function checkValue(value: unknown, type: string): void {
  const shape = SHAPE[type]
  if (typeof value === 'object' && type !== 'jsonb')
    throw fail('invalid', 'A condition compares with a single value.')
  if (typeof value === 'string' && value.includes('\0'))
    throw fail('invalid', 'Text may not contain a NUL character.')
  if (shape && !shape.test(String(value)))
    throw fail('invalid', `“${String(value).slice(0, 60)}” is not a ${type}.`)
}

/** Nobody has no id: a rule that asks for it simply never matches. */
function bindActor(path: string, scope: Scope): string {
  const { actor, build } = scope
  switch (path) {
    case 'id':
      return build.bind(SHAPE['uuid']!.test(actor.id) ? actor.id : null)
    case 'org':
      return '$1'
    case 'account':
      return build.bind(actor.account ?? null)
    case 'departments':
      return build.bind(actor.departments)
    case 'subtree':
      return build.bind(actor.subtree)
    case 'groups':
      return build.bind(actor.groups)
    case 'roles':
      return build.bind(actor.roles)
    default:
      throw new Error(`$actor.${path} is not known to the access language`)
  }
}
