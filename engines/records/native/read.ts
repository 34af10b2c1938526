import { fail, PAGE_SIZE, PAGE_SIZE_MAX, type Filter, type Measure, type Query } from '#kernel'
import { builder, compile, field, type Scope } from '#kernel/records/compile'
import { cursorOf, readCursor, sortKeys, type SortKey } from '#kernel/records/cursor'
import type { RecordsEnv } from '#kernel/records/layout'
import { columnOf, currencyOf, planOf, type Column, type Plan } from '#kernel/records/plan'
import { nameOf } from '../../postgres/name.ts'

type Row = Record<string, unknown>

/** Compiles and runs the reading half of `Records`; `checked` = access rules apply. */
export function reader(plan: Plan, env: RecordsEnv, checked: boolean) {
  const scopeFor = (trusted: boolean): Scope => ({
    plan,
    alias: 't',
    actor: env.actor,
    build: builder(env.org),
    lookup: env.lookup,
    trusted: trusted || !checked,
  })
  const rule = (scope: Scope): string =>
    checked ? compile(plan.entity.access.read.where, { ...scope, trusted: true }) : 'true'

  const run = async (text: string, scope: Scope): Promise<unknown[][]> => {
    const rows = await env.session.sql.text<Row>(text, scope.build.values, nameOf(text))
    return rows as unknown as unknown[][]
  }

  const one = async (id: string): Promise<Row | undefined> => {
    const scope = scopeFor(false)
    const columns = selected(plan, scope)
    const text = `SELECT ${columns} FROM ${plan.table} t WHERE t."org" = $1 AND t."id" = ${scope.build.bind(id)}::uuid AND ${rule(scope)}`
    const [row] = await run(text, scope)
    return row ? fromRow(row, plan.columns) : undefined
  }

  const list = async (query: Query<Row>): Promise<{ items: Row[]; next?: string }> => {
    const limit = Math.min(Math.max(query.limit ?? PAGE_SIZE, 1), PAGE_SIZE_MAX)
    const scope = scopeFor(false)
    const keys = sortKeys(plan, query.sort as string[] | undefined)
    const where = [`t."org" = $1`, rule(scope), compile((query.where ?? true) as Filter, scope)]
    if (query.search) where.push(search(plan, query.search, scope))
    if (query.cursor) where.push(after(keys, readCursor(keys, query.cursor), scope))
    const joins = (query.expand ?? []).map((name, index) => expand(name, `e${index}`, scope))
    const order = keys.map(
      ({ field: name, descending }) =>
        `${field(name, scope)} ${descending ? 'DESC' : 'ASC'} ${descending ? 'NULLS LAST' : 'NULLS FIRST'}`,
    )
    const columns = [selected(plan, scope), ...joins.flatMap((join) => join.select)].join(', ')
    const text = `SELECT ${columns} FROM ${plan.table} t ${joins.map((join) => join.sql).join(' ')} WHERE ${where.filter((part) => part !== 'true').join(' AND ')} ORDER BY ${sortText(order, keys, plan)} LIMIT ${scope.build.bind(limit + 1)}`
    const rows = await run(text, scope)
    const more = rows.length > limit
    if (more) rows.length = limit
    const items = rows.map((row) => withExpanded(fromRow(row, plan.columns), row, joins))
    return more ? { items, next: cursorOf(keys, keyValues(keys, items.at(-1)!)) } : { items }
  }

  const count = async (filter: Filter): Promise<number> => {
    const scope = scopeFor(false)
    const text = `SELECT count(*) FROM ${plan.table} t WHERE t."org" = $1 AND ${rule(scope)} AND ${compile(filter, scope)}`
    const [row] = await run(text, scope)
    return Object.values(row!)[0] as unknown as number
  }

  const aggregate = async (query: {
    where?: unknown
    by?: readonly string[]
    measures: Readonly<Record<string, Measure<Row>>>
  }) => {
    const scope = scopeFor(false)
    const by = query.by ?? []
    const groups = by.map((name) => `${field(name, scope)} AS "${columnOf(plan, name).field}"`)
    const measures = Object.entries(query.measures).map(
      ([name, measure]) =>
        `${measureSql(measure, scope)} AS ${JSON.stringify(name.replaceAll('"', ''))}`,
    )
    const text = `SELECT ${[...groups, ...measures].join(', ')} FROM ${plan.table} t WHERE t."org" = $1 AND ${rule(scope)} AND ${compile((query.where ?? true) as Filter, scope)}${by.length ? ` GROUP BY ${by.map((_, index) => index + 1).join(', ')} ORDER BY ${by.map((_, index) => index + 1).join(', ')} LIMIT ${PAGE_SIZE_MAX}` : ''}`
    return (await run(text, scope)) as unknown as Row[]
  }

  return { one, list, count, aggregate }
}

function measureSql(measure: Measure<Row>, scope: Scope): string {
  if (measure === 'count') return 'count(*)'
  const [[kind, name]] = Object.entries(measure) as [[string, string]]
  if (!['sum', 'min', 'max', 'avg'].includes(kind))
    throw fail('invalid', `“${kind}” is not a measure.`)
  return `${kind}(${field(name, scope)})::double precision`
}

/** Columns under short names in plan order; masked where a field rule hides them. */
export function selected(plan: Plan, scope: Scope, alias = 't', prefix = ''): string {
  const own: Scope = { ...scope, alias, plan, trusted: scope.trusted }
  return plan.columns
    .map((column, index) => {
      const value = field(column.field, own)
      const main = `${value} AS "${prefix}${index}"`
      if (column.kind !== 'money') return main
      return `${main}, ${value.startsWith('CASE') ? value.replaceAll(column.name, currencyOf(column)) : `${alias}.${currencyOf(column)}`} AS "${prefix}${index}c"`
    })
    .join(', ')
}

export function fromRow(row: unknown, columns: readonly Column[], prefix = ''): Row {
  const source = row as Row
  const record: Row = {}
  columns.forEach((column, index) => {
    const value = source[`${prefix}${index}`]
    if (value === null || value === undefined) return
    record[column.field] =
      column.kind === 'money'
        ? { amount: String(value), currency: source[`${prefix}${index}c`] }
        : value
  })
  return record
}

interface Join {
  readonly name: string
  readonly prefix: string
  readonly columns: readonly Column[]
  readonly select: string
  readonly sql: string
}

/** A reference brought along: only what the actor may see of it, in the same statement. */
function expand(name: string, prefix: string, scope: Scope): Join {
  const target = (columnOf(scope.plan, name).schema as { 'x-ref'?: string })['x-ref']
  if (!target) throw fail('invalid', `“${name}” is not a reference.`)
  const full = planOf(scope.lookup(target))
  const columns = ['id', ...full.brief.filter((each) => each !== 'id')].map((each) =>
    columnOf(full, each),
  )
  const brief: Plan = { ...full, columns }
  const inner: Scope = { ...scope, plan: full, alias: prefix, trusted: true }
  const visible = scope.trusted ? 'true' : compile(full.entity.access.read.where, inner)
  return {
    name,
    prefix,
    columns,
    select: selected(brief, { ...scope, plan: full }, prefix, `${prefix}_`),
    sql: `LEFT JOIN ${full.table} ${prefix} ON ${prefix}."org" = $1 AND ${prefix}."id" = ${field(name, scope)} AND ${visible}`,
  }
}

function withExpanded(record: Row, row: unknown, joins: readonly Join[]): Row {
  for (const join of joins) {
    if ((row as Row)[`${join.prefix}_0`] != null)
      record[`${join.name}$`] = fromRow(row, join.columns, `${join.prefix}_`)
  }
  return record
}

function search(plan: Plan, text: string, scope: Scope): string {
  const fields = plan.entity.search ?? [plan.label]
  return compile(
    { or: fields.map((name) => ({ [name]: { contains: text.slice(0, 100) } })) },
    scope,
  )
}

const nullable = (keys: readonly SortKey[], plan: Plan): boolean =>
  keys.some(
    ({ field: name }) =>
      columnOf(plan, name).nullable || plan.entity.access.read.fields?.[name] !== undefined,
  )

/** NULLS clauses would keep an index on non-null columns from serving the sort, so they appear only where nulls can. */
function sortText(order: readonly string[], keys: readonly SortKey[], plan: Plan): string {
  return (
    nullable(keys, plan) ? order : order.map((part) => part.replace(/ NULLS (LAST|FIRST)$/, ''))
  ).join(', ')
}

/** Rows after the cursor. One row comparison when it can be (index-friendly), otherwise key by key with absent values at one end. */
function after(
  keys: readonly SortKey[],
  values: readonly (string | number | boolean | null)[],
  scope: Scope,
): string {
  const bound = keys.map(
    ({ field: name }, index) =>
      `${scope.build.bind(values[index])}::${columnOf(scope.plan, name).type}`,
  )
  const sql = keys.map(({ field: name }) => field(name, scope))
  const sameWay = keys.every((key) => key.descending === keys[0]!.descending)
  if (sameWay && !nullable(keys, scope.plan))
    return `(${sql.join(', ')}) ${keys[0]!.descending ? '<' : '>'} (${bound.join(', ')})`
  const steps = keys.map(({ descending }, index) => {
    const equal = sql.slice(0, index).map((part, at) => `${part} IS NOT DISTINCT FROM ${bound[at]}`)
    const beyond = descending
      ? `(${sql[index]} < ${bound[index]} OR (${sql[index]} IS NULL AND ${bound[index]} IS NOT NULL))`
      : `(${sql[index]} > ${bound[index]} OR (${sql[index]} IS NOT NULL AND ${bound[index]} IS NULL))`
    return `(${[...equal, beyond].join(' AND ')})`
  })
  return `(${steps.join(' OR ')})`
}

function keyValues(keys: readonly SortKey[], record: Row): unknown[] {
  return keys.map(({ field: name }) => {
    const value = record[name]
    return value === undefined
      ? null
      : typeof value === 'object'
        ? (value as { amount: string }).amount
        : value
  })
}
