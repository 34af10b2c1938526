import { T, type Static } from '#kernel'
import type { Egress } from '#kernel/egress'
import { cleanerOf } from '../openapi/schema.ts'
import { NOUN, VERB } from '../openapi/settings.ts'
import { Json } from '../seen.ts'
import { tablesOf } from './columns.ts'
import { withDatabase, type Dialect } from './database.ts'
import type { SqlPlan } from './make.ts'
import { planOf } from './plan-of.ts'
import { statementOf } from './statement.ts'

/** What of a database somebody chose. */
export const Tables = T.Array(
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
)
/** What may be done there. */
export const Statements = T.Array(
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
)

/** The choice with what the database says about it: its columns, and that it understands every statement. */
export async function planned(
  egress: Egress,
  to: { account: string; dialect: Dialect; title: string },
  tables: Static<typeof Tables>,
  statements: Static<typeof Statements>,
): Promise<SqlPlan> {
  const plans = await withDatabase(egress, to, 'write', async (database) => {
    for (const { sql } of statements) await database.check(statementOf(sql).sql)
    const all = await tablesOf(database)
    return tables.map((choice) => planOf(all, choice))
  })
  return {
    dialect: to.dialect,
    tables: plans,
    statements: statements.map((each) => ({ ...each, input: inputOf(each) })),
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
