import {
  fail,
  PAGE_SIZE,
  PAGE_SIZE_MAX,
  type Filter,
  type JsonText,
  type Measure,
  type Query,
} from '#kernel'
import { builder } from '#kernel/records/builder'
import { compile, field, masked, type Scope } from '#kernel/records/compile'
import { cursorOf, readCursor, sortKeys, type SortKey } from '#kernel/records/cursor'
import type { RecordsEnv } from '#kernel/records/layout'
import { columnOf, decoder, planOf, width, type Column, type Plan } from '#kernel/records/plan'
import { selected, selectedColumns } from '#kernel/records/select'
import { nameOf } from '../postgres/name.ts'
import { pageWriter } from './page.ts'

type Row = Record<string, unknown>

/** Compiles and runs the reading half of `Records`; `checked` = access rules apply. */
export function reader(plan: Plan, env: RecordsEnv, checked: boolean, prepared = true) {
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

  const home = (scope: Scope): string => plan.home('t', scope.build)

  const run = (text: string, scope: Scope): Promise<unknown[][]> =>
    env.session.sql.rows(text, scope.build.values, prepared ? nameOf(text) : undefined)

  const one = async (id: string): Promise<Row | undefined> => {
    const scope = scopeFor(false)
    const columns = selected(plan, scope)
    const text = `SELECT ${columns} FROM ${plan.from('t')} WHERE ${home(scope)} AND t.id = ${scope.build.bind(id)}::uuid AND ${rule(scope)}`
    const [row] = await run(text, scope)
    return row ? plan.decode(row) : undefined
  }

  const question = (query: Query<Row>) => {
    // Written out: with a bound one PostgreSQL takes no plan for good, and plans each page anew.
    const limit = Math.floor(Math.min(Math.max(query.limit ?? PAGE_SIZE, 1), PAGE_SIZE_MAX))
    const scope = scopeFor(false)
    const keys = sortKeys(plan, query.sort as string[] | undefined)
    const where = [home(scope), rule(scope), compile((query.where ?? true) as Filter, scope)]
    if (query.search) where.push(search(plan, query.search, scope))
    if (query.cursor) where.push(after(keys, readCursor(keys, query.cursor), scope))
    // A link inside a document is an expression, by which row-level security lets no index be asked: the page
    // is made first, and what its links lead to is then brought along by plain ids.
    const paged = plan.document !== undefined
    let offset = plan.width
    const joins = (query.expand ?? []).map((name, index) => {
      const link = paged ? `p.l${index}` : field(name, scope)
      const join = expand(name, `e${index}`, link, scope, offset)
      offset += join.width
      return join
    })
    const order = keys.map((key) => sortText(key, field(key.field, scope), scope.plan))
    const base = (columns: string, rest = '') =>
      `SELECT ${columns} FROM ${plan.from('t')} ${rest}WHERE ${where.filter((part) => part !== 'true').join(' AND ')} ORDER BY ${order.join(', ')} LIMIT ${limit + 1}`
    const brought = joins.map(({ select }) => select)
    const on = joins.map(({ sql }) => sql).join(' ')
    const text =
      paged && joins.length
        ? `SELECT ${[...names('c', plan.width, 'p.'), ...brought].join(', ')} FROM (${base(
            [
              selected(plan, scope),
              ...joins.map(({ name }) => field(name, scope)),
              ...keys.map((key) => field(key.field, scope)),
            ].join(', '),
          )}) AS p(${[...names('c', plan.width), ...names('l', joins.length), ...names('k', keys.length)].join(', ')}) ${on} ORDER BY ${keys.map((key, index) => sortText(key, `p.k${index}`, plan)).join(', ')}`
        : base([selected(plan, scope), ...brought].join(', '), `${on} `)
    const next = (last: Row): string => cursorOf(keys, keyValues(keys, last))
    return { limit, scope, joins, text, next }
  }

  const list = async (query: Query<Row>): Promise<{ items: Row[]; next?: string }> => {
    const { limit, scope, joins, text, next } = question(query)
    const rows = await run(text, scope)
    const more = rows.length > limit
    if (more) rows.length = limit
    const items = rows.map((row) => withExpanded(plan.decode(row), row, joins))
    return more ? { items, next: next(items.at(-1)!) } : { items }
  }

  /** The same as JSON; only where a field is a value of its own. */
  const listText = async (query: Query<Row>): Promise<JsonText> => {
    const { limit, scope, joins, text, next } = question(query)
    const page = pageWriter(plan.columns, joins, limit)
    await env.session.sql.pass(
      text,
      scope.build.values,
      page.take,
      prepared ? nameOf(text) : undefined,
    )
    return page.end(next)
  }

  /** Where to count: without the documents when nothing asks for them. */
  const source = (asked: string, scope: Scope): string => {
    const { from, home: rows } = plan.lean && !/\bt\./.test(asked) ? plan.lean : plan
    return `FROM ${from('t')} WHERE ${rows('t', scope.build)}`
  }

  const count = async (filter: Filter): Promise<number> => {
    const scope = scopeFor(false)
    const wanted = `${rule(scope)} AND ${compile(filter, scope)}`
    const text = `SELECT count(*) ${source(wanted, scope)} AND ${wanted}`
    const [row] = await run(text, scope)
    return row![0] as number
  }

  const aggregate = async (query: {
    where?: unknown
    search?: string
    by?: readonly string[]
    measures: Readonly<Record<string, Measure<Row>>>
  }) => {
    const scope = scopeFor(false)
    const by = query.by ?? []
    const groups = by.map((name) => `${groupSql(name, scope)} AS "${columnOf(plan, name).field}"`)
    const measures = Object.entries(query.measures).map(
      ([name, measure]) =>
        `${measureSql(measure, scope)} AS ${JSON.stringify(name.replaceAll('"', ''))}`,
    )
    const shown = [...groups, ...measures].join(', ')
    const found = query.search ? ` AND ${search(plan, query.search, scope)}` : ''
    const wanted = `${rule(scope)} AND ${compile((query.where ?? true) as Filter, scope)}${found}`
    const places = by.map((_, index) => index + 1).join(', ')
    const grouped = by.length ? ` GROUP BY ${places} ORDER BY ${places} LIMIT ${PAGE_SIZE_MAX}` : ''
    const text = `SELECT ${shown} ${source(shown + wanted, scope)} AND ${wanted}${grouped}`
    return env.session.sql.text<Row>(text, scope.build.values, nameOf(text))
  }

  return { one, list, listText, count, aggregate }
}

function measureSql(measure: Measure<Row>, scope: Scope): string {
  if (measure === 'count') return 'count(*)'
  const [[kind, name]] = Object.entries(measure) as [[string, string]]
  if (!['sum', 'min', 'max', 'avg'].includes(kind))
    throw fail('invalid', `“${kind}” is not a measure.`)
  const { type } = columnOf(scope.plan, name)
  if (type !== 'bigint' && type !== 'double precision' && type !== 'numeric')
    throw fail('invalid', `“${name}” is no number.`, 'Measure a number or an amount of money.')
  return `${kind}(${field(name, scope)})::double precision`
}

/** Amounts of several currencies have no sum: money groups by its currency. */
function groupSql(name: string, scope: Scope): string {
  const { kind, type, cast, read } = columnOf(scope.plan, name)
  if (kind === 'money') return masked(name, read(scope.alias)[1]!, scope)
  const value = field(name, scope)
  if (type === 'numeric') return `${value}::double precision`
  return type === cast ? value : `${value}::${type}`
}

interface Join {
  readonly name: string
  readonly columns: readonly Column[]
  /** Where its values begin in the row; the first is its id. */
  readonly offset: number
  readonly width: number
  readonly decode: (row: readonly unknown[]) => Row
  readonly select: string
  readonly sql: string
}

/** A reference brought along: only what the actor may see of it, in the same statement. */
function expand(name: string, alias: string, link: string, scope: Scope, offset: number): Join {
  const target = (columnOf(scope.plan, name).schema as { 'x-ref'?: string })['x-ref']
  if (!target) throw fail('invalid', `“${name}” is not a reference.`)
  const full = planOf(scope.lookup(target))
  const columns = ['id', ...full.brief.filter((each) => each !== 'id')].map((each) =>
    columnOf(full, each),
  )
  // In the shared table PostgreSQL cannot know how many records an entity has, and might read them all for each
  // link; asked for one at a time, it has to go by the id.
  const inner: Scope = { ...scope, plan: full, alias, trusted: true }
  const visible = scope.trusted ? 'true' : compile(full.entity.access.read.where, inner)
  return {
    name,
    columns,
    offset,
    width: width(columns),
    decode: decoder(columns, offset),
    select: selectedColumns(full, columns, scope, alias),
    sql: full.document
      ? `LEFT JOIN LATERAL (SELECT ${alias}.* FROM ${full.from(alias)} WHERE ${full.home(alias, scope.build)} AND ${alias}.id = ${link} AND ${visible} LIMIT 1) ${alias} ON true`
      : `LEFT JOIN ${full.from(alias)} ON ${full.home(alias, scope.build)} AND ${alias}.id = ${link} AND ${visible}`,
  }
}

function withExpanded(record: Row, row: readonly unknown[], joins: readonly Join[]): Row {
  for (const { name, offset, decode } of joins) {
    if (row[offset] !== null) record[`${name}$`] = decode(row)
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

const nullable = ({ field: name }: SortKey, plan: Plan): boolean =>
  columnOf(plan, name).nullable || plan.masked.includes(name)

/** A NULLS clause would keep an index on a non-null column from serving the sort, so it appears only where nulls can. */
function sortText(key: SortKey, sql: string, plan: Plan): string {
  const { placed } = columnOf(plan, key.field)
  const nulls = key.descending ? ' NULLS LAST' : ' NULLS FIRST'
  return `${sql} ${key.descending ? 'DESC' : 'ASC'}${placed || nullable(key, plan) ? nulls : ''}`
}

const names = (letter: string, many: number, before = ''): string[] =>
  Array.from({ length: many }, (_, index) => `${before}${letter}${index}`)

/** Rows after the cursor. One row comparison when it can be (index-friendly), otherwise key by key with absent values at one end. */
function after(
  keys: readonly SortKey[],
  values: readonly (string | number | boolean | null)[],
  scope: Scope,
): string {
  const bound = keys.map(
    ({ field: name }, index) =>
      `${scope.build.bind(values[index])}::${columnOf(scope.plan, name).cast}`,
  )
  const sql = keys.map(({ field: name }) => field(name, scope))
  const sameWay = keys.every((key) => key.descending === keys[0]!.descending)
  if (sameWay && !keys.some((key) => nullable(key, scope.plan)))
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
