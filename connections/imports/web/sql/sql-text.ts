import type { Column, Inspection, StatementChoice, Table, TableChoice } from '../types.ts'
import type { Schema } from '#web'

export type Doing = 'create' | 'update' | 'delete'
/** What somebody clicked together, until he writes the statement himself. */
export interface Clicked {
  doing: Doing
  columns: readonly string[]
}

/** The statement for what was clicked, with a named value for each column. */
export function statementFor(
  dialect: Inspection['dialect'],
  table: Table,
  key: string,
  { doing, columns }: Clicked,
): Pick<StatementChoice, 'sql' | 'input' | 'again'> {
  const sign = dialect === 'mysql' ? '`' : '"'
  const quote = (name: string) => sign + name.replaceAll(sign, sign + sign) + sign
  const named = namesOf(table)
  const value = (name: string) => `:${named.get(name)!}`
  const whole = `${quote(table.schema)}.${quote(table.name)}`
  const where = `WHERE ${quote(key)} = ${value(key)}`
  const chosen = table.columns.filter(({ name }) => columns.includes(name))
  const names = chosen.map(({ name }) => name)
  const sql =
    doing === 'create'
      ? `INSERT INTO ${whole} (${names.map(quote).join(', ')})\nVALUES (${names.map(value).join(', ')})`
      : doing === 'update'
        ? `UPDATE ${whole}\nSET ${names.map((name) => `${quote(name)} = ${value(name)}`).join(', ')}\n${where}`
        : `DELETE FROM ${whole} ${where}`
  const asked =
    doing === 'create'
      ? chosen
      : [
          ...table.columns.filter(({ name }) => name === key),
          ...(doing === 'update' ? chosen.filter(({ name }) => name !== key) : []),
        ]
  return {
    sql,
    input: {
      type: 'object',
      properties: Object.fromEntries(
        asked.map((column) => [named.get(column.name)!, schemaOf(column)]),
      ),
      required: asked
        .filter(({ name, nullable }) => name === key || !nullable)
        .map(({ name }) => named.get(name)!),
    },
    again: doing !== 'create',
  }
}

/** Named values are plain words; a column that is none is numbered. */
function namesOf({ columns }: Table): Map<string, string> {
  return new Map(
    columns.map(({ name }, index) => [
      name,
      /^[a-z_][a-z0-9_]*$/i.test(name) ? name.toLowerCase() : `value_${index + 1}`,
    ]),
  )
}

function schemaOf({ name, type }: Column): Schema {
  const title = { title: name }
  if (type === 'integer' || type === 'number' || type === 'boolean') return { type, ...title }
  if (type === 'time') return { type: 'string', format: 'date-time', ...title }
  if (type === 'day') return { type: 'string', format: 'date', ...title }
  return { type: 'string', ...title }
}

/** Columns by which one may tell what came since: those whose values can only grow. */
export const growing = ({ columns }: Pick<Table, 'columns'>): Column[] =>
  columns.filter(({ type }) => ['integer', 'number', 'time', 'day'].includes(type))

/** A column that databases often keep for it. */
export const likelyCursor = (table: Table): string | undefined =>
  growing(table).find(({ name }) =>
    /(^|_)(change|changed|rev|revision|version|seq|updated|modified|lsn|xmin)(_|$)|updated_?at|modified_?at/i.test(
      name,
    ),
  )?.name

export const idOf = ({ schema, name }: Pick<Table, 'schema' | 'name'>): string =>
  `${schema}.${name}`

/** The first noun that no other chosen table has. */
export function freeNoun(noun: string, chosen: readonly TableChoice[]): string {
  const taken = new Set(chosen.map((each) => each.noun))
  for (let n = 1; ; n++) {
    const tried = n === 1 ? noun : `${noun}${n}`
    if (!taken.has(tried)) return tried
  }
}
