import { fail } from '#kernel'

export interface Statement {
  /** With a sign for each value. */
  readonly sql: string
  /** Names of the values, in order; one may stand twice. */
  readonly names: readonly string[]
}

/** What is skipped: texts, quoted names, comments, dollar quotes and casts. */
const TOKENS =
  /'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]*)\$[\s\S]*?\$\1\$|::|:([a-z_][a-z0-9_]*)|;/gi

/** `UPDATE orders SET status = :status WHERE id = :id`: names become values of the statement, and there is one statement. */
export function statementOf(text: string): Statement {
  const names: string[] = []
  const trimmed = text.trim().replace(/;\s*$/, '')
  if (trimmed.includes('\u0000') || trimmed.includes('?'))
    throw wrong('Values are written as :name, and “?” stands nowhere.')
  if (!/^(insert|update|delete|call|with|select|merge|replace)\b/i.test(trimmed))
    throw wrong('It begins with INSERT, UPDATE, DELETE, CALL, WITH or SELECT.')
  const sql = trimmed.replace(TOKENS, (token: string, _tag: unknown, name: string | undefined) => {
    if (token === ';') throw wrong('It is one statement.')
    if (name === undefined) return token
    names.push(name)
    return '\u0000'
  })
  return { sql, names }
}

const wrong = (why: string) =>
  fail('invalid', `This statement cannot be used. ${why}`, 'Correct it, and try again.')
