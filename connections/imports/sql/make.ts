import { defineAction, notFound, page, T, TenonError, type AnyAction } from '#kernel'
import type { Kept } from '../make.ts'
import { schemaOf, type Column } from './columns.ts'
import { withDatabase, type Database, type Dialect } from './database.ts'
import { changed, found, listed } from './select.ts'
import { statementOf } from './statement.ts'

/** Rows that a statement may answer with; it is there to write. */
const RETURNED_MAX = 100

export interface TablePlan {
  readonly schema: string
  readonly name: string
  readonly noun: string
  readonly title: string
  readonly key: string
  /** Only grows: changes are told by it. */
  readonly cursor?: string
  readonly columns: readonly Column[]
}
export interface StatementPlan {
  readonly noun: string
  readonly verb: string
  readonly title: string
  readonly description?: string
  readonly sql: string
  readonly input: Readonly<Record<string, unknown>>
  readonly again?: boolean
}
export interface SqlPlan {
  readonly dialect: Dialect
  readonly tables: readonly TablePlan[]
  readonly statements: readonly StatementPlan[]
}
type Row = Record<string, unknown>
// oxlint-disable-next-line typescript/no-explicit-any -- made from data
type Loose = any

/** Tables as things that are read, and the statements that somebody declared as what may be done. */
export function sqlActions(kept: Kept, { dialect, tables, statements }: SqlPlan): AnyAction[] {
  const using = <R>(
    ctx: { egress: Parameters<typeof withDatabase>[0] },
    mode: 'read' | 'write',
    work: (database: Database) => Promise<R>,
  ) =>
    withDatabase(
      ctx.egress,
      { account: kept.account ?? '', dialect, title: kept.title },
      mode,
      work,
    )
  return [
    ...tables.flatMap((table) => readingOf(kept, table, using)),
    ...statements.map((each) => {
      const { sql, names } = statementOf(each.sql)
      return defineAction({
        id: `${kept.module}.${each.noun}.${each.verb}`,
        kind: 'command',
        effect: 'outside',
        title: each.title,
        description: each.description ?? each.title,
        input: T.Unsafe<Row>({ ...each.input }),
        output: T.Object({
          affected: T.Integer(),
          rows: T.Array(T.Unsafe<Row>({ type: 'object' })),
        }),
        silent: 'what it does happens in the database',
        scope: `${kept.module}.write`,
        destructive: /^\s*delete\b/i.test(sql),
        idempotent: each.again ?? false,
      }).run(async (given, ctx) =>
        using(ctx, 'write', async (database) => {
          const { affected, rows } = await database.write(
            sql,
            names.map((name) => (given as Row)[name]),
            RETURNED_MAX,
          )
          return { affected, rows: rows.map((row) => ({ ...row })) }
        }),
      )
    }),
  ]
}

/** What a table gives is called in Chinese too; statements are called as their author calls them. */
export const sqlWords = (module: string, { tables }: SqlPlan): Record<string, string> =>
  Object.fromEntries(
    tables.flatMap(({ noun, title, cursor }) => [
      [`${module}.${noun}`, title],
      [`${module}.${noun}.list`, `列表：${title}`],
      [`${module}.${noun}.get`, `查看：${title}`],
      ...(cursor === undefined ? [] : [[`${module}.${noun}.changes`, `新内容：${title}`]]),
    ]),
  )

type Using = <R>(
  ctx: Loose,
  mode: 'read' | 'write',
  work: (database: Database) => Promise<R>,
) => Promise<R>

function readingOf({ module }: Kept, table: TablePlan, using: Using): AnyAction[] {
  const record = {
    type: 'object',
    properties: {
      ...Object.fromEntries(table.columns.map((column) => [column.name, schemaOf(column)])),
      id: { type: 'string' },
    },
    required: ['id'],
  }
  const { noun, title } = table
  const about = { kind: 'query', effect: 'outside', scope: `${module}.read` } as const
  const items = T.Array(T.Unsafe<Row>(record))
  return [
    defineAction({
      ...about,
      id: `${module}.${noun}.list`,
      title: `List: ${title}`,
      description: `Rows of ${table.name}, filtered, sorted and in pages, read in the database itself.`,
      input: T.Object(
        {
          where: T.Optional(T.Unsafe<Row>({ type: 'object', title: 'Where' })),
          sort: T.Optional(T.Array(T.String({ maxLength: 100 }), { maxItems: 5, title: 'Sort' })),
          search: T.Optional(T.String({ maxLength: 200, title: 'Search' })),
          ...page,
        },
        { additionalProperties: false },
      ),
      output: T.Object({ items, next: T.Optional(T.String()) }),
    }).run(async (given, ctx) => using(ctx, 'read', (database) => listed(database, table, given))),
    defineAction({
      ...about,
      id: `${module}.${noun}.get`,
      title: `Read: ${title}`,
      description: `One row of ${table.name} by its key.`,
      input: T.Unsafe<Row>({
        type: 'object',
        properties: { [noun]: { type: ['string', 'integer'], maxLength: 200, title } },
        required: [noun],
        additionalProperties: false,
      }),
      output: T.Unsafe<Row>(record),
      subject: noun as never,
    }).run(async (given, ctx) => {
      const row = await using(ctx, 'read', (database) => found(database, table, given[noun]))
      if (!row) throw new TenonError('notFound', notFound(`${title}: there is none of this key.`))
      return row
    }),
    ...(table.cursor === undefined
      ? []
      : [
          defineAction({
            ...about,
            id: `${module}.${noun}.changes`,
            title: `What is new: ${title}`,
            description: `Rows of ${table.name} behind the last one seen, by ${table.cursor}; ask again with “next”.`,
            input: T.Object(
              {
                cursor: T.Optional(T.String({ maxLength: 2000 })),
                limit: T.Optional(T.Integer({ minimum: 1, maximum: 1000 })),
                from: T.Optional(T.Enum(['now', 'start'], { title: 'Without a cursor, begin' })),
              },
              { additionalProperties: false },
            ),
            output: T.Object({ items, next: T.String() }),
            // A row that changes again is new again.
            poll: {
              since: 'cursor',
              items: 'items',
              key: table.cursor === table.key ? ['id'] : ['id', table.cursor],
              next: 'next',
            },
          }).run(async (given, ctx) =>
            using(ctx, 'read', (database) => changed(database, table, given as { from?: string })),
          ),
        ]),
  ]
}
