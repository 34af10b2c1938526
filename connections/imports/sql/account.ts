import { fail } from '#kernel'
import type { AnyContext } from '../documents.ts'
import { DIALECTS, type Dialect } from './database.ts'

/** A linked account of a database: which kind, and what it is called in refusals. */
export async function dialectOf(
  ctx: AnyContext,
  account: string,
): Promise<{ dialect: Dialect; title: string; server: string }> {
  const row = (await ctx.call('vault.account.get', { account })) as {
    connector: string
    title: string
    parameters: Record<string, string>
  }
  const dialect = DIALECTS.find((each) => each === row.connector)
  if (!dialect)
    throw fail(
      'invalid',
      'This linked account is of no database.',
      'Link one of PostgreSQL or MySQL.',
      {
        fields: [{ path: '/account', message: 'PostgreSQL or MySQL' }],
      },
    )
  const { host = '', port = '', database = '' } = row.parameters
  return { dialect, title: row.title, server: `${host}:${port}/${database}` }
}
