import { defineAction, fail, ref, T } from '#kernel'
import { Account } from '#connections/vault'
import { SourceView } from '../entities.ts'
import { nounOf } from '../openapi/names.ts'
import { cleanerOf } from '../openapi/schema.ts'
import { NOUN, VERB } from '../openapi/settings.ts'
import { Json } from '../seen.ts'
import { about } from '../shape.ts'
import { dialectOf } from '../sql/account.ts'
import { tablesOf, type Table } from '../sql/columns.ts'
import { withDatabase } from '../sql/database.ts'
import type { TablePlan } from '../sql/make.ts'
import { statementOf } from '../sql/statement.ts'
import { storeSql } from './sql.store.ts'

const { account: _optional, ...named } = about

export const installSql = defineAction({
  id: 'imports.sql.install',
  kind: 'command',
  effect: 'outside',
  title: 'Import tables of a database',
  description:
    'Makes a module api_<name> of the tables chosen from a database that was looked at: list, get, and with a column that only grows also changes. Writing is done by the statements that you declare, each with named values such as :status and a JSON Schema for them; the database checks each once, without running it.',
  input: T.Object(
    {
      ...named,
      account: ref(Account, { title: 'Linked account' }),
      tables: T.Array(
        T.Object(
          {
            schema: T.String({ maxLength: 100 }),
            name: T.String({ maxLength: 100 }),
            noun: T.Optional(T.String({ pattern: NOUN, title: 'Thing' })),
            title: T.Optional(T.String({ minLength: 1, maxLength: 100, title: 'Name' })),
            key: T.Optional(T.String({ maxLength: 100, title: 'Key' })),
            cursor: T.Optional(T.String({ maxLength: 100, title: 'Column that only grows' })),
          },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: 100, title: 'Tables' },
      ),
      statements: T.Optional(
        T.Array(
          T.Object(
            {
              noun: T.String({ pattern: NOUN, title: 'Thing' }),
              verb: T.String({ pattern: VERB, title: 'Verb' }),
              title: T.String({ minLength: 1, maxLength: 150, title: 'Name' }),
              description: T.Optional(T.String({ maxLength: 1000, title: 'Description' })),
              sql: T.String({ minLength: 6, maxLength: 10_000, title: 'Statement' }),
              input: T.Optional(Json),
              again: T.Optional(T.Boolean({ title: 'Doing it twice does no harm' })),
            },
            { additionalProperties: false },
          ),
          { maxItems: 50, title: 'Statements' },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  output: SourceView,
  silent: 'keeping it tells it',
  scope: 'imports.manage',
  ratePerMinute: 20,
}).run(async ({ tables: chosen, statements = [], ...input }, ctx) => {
  const { dialect, title, server } = await dialectOf(ctx, input.account)
  const tables = await withDatabase(
    ctx.egress,
    { account: input.account, dialect, title },
    'write',
    async (database) => {
      for (const { sql } of statements) await database.check(statementOf(sql).sql)
      const all = await tablesOf(database)
      return chosen.map((choice) => planOf(all, choice))
    },
  )
  const plan = {
    dialect,
    tables,
    statements: statements.map((each) => ({ ...each, input: inputOf(each) })),
  }
  return ctx.call(storeSql, { ...input, server, plan })
})

function planOf(
  all: readonly Table[],
  {
    schema,
    name,
    noun,
    title,
    key,
    cursor,
  }: { schema: string; name: string; noun?: string; title?: string; key?: string; cursor?: string },
): TablePlan {
  const table = all.find((each) => each.schema === schema && each.name === name)
  if (!table)
    throw fail(
      'notFound',
      `There is no table ${schema}.${name}, or the account may not read it.`,
      'Look at the database again.',
    )
  const chosen = key ?? table.key
  if (!chosen)
    throw fail(
      'invalid',
      `${name} has no key of one column.`,
      'Say which column is different in every row.',
    )
  for (const column of [chosen, cursor])
    if (column !== undefined && !table.columns.some((each) => each.name === column))
      throw fail('notFound', `${name} has no column ${column}.`, 'Look at the database again.')
  return {
    schema,
    name,
    noun: noun ?? nounOf(name),
    title: title ?? name,
    key: chosen,
    ...(cursor ? { cursor } : {}),
    columns: table.columns,
  }
}

/** Each value that the statement names, as its author describes it, or as text. */
function inputOf({
  sql,
  input = {},
}: {
  sql: string
  input?: Record<string, unknown>
}): Record<string, unknown> {
  const { properties = {}, required } = cleanerOf({}).input({ ...input, type: 'object' }) as {
    properties?: Record<string, unknown>
    required?: string[]
  }
  const names = [...new Set(statementOf(sql).names)]
  return {
    type: 'object',
    properties: Object.fromEntries(
      names.map((name) => [name, properties[name] ?? { type: 'string' }]),
    ),
    required: input['required'] ? (required ?? []).filter((name) => names.includes(name)) : names,
    additionalProperties: false,
  }
}
