import type { BaseContext } from '#kernel'
import type { Credential } from './credential.ts'
import { currentKey } from './keys.ts'
import { sealUnder } from './seal.ts'

/** What an account may keep: what a person entered, and what a token endpoint gave. */
export type SecretField = 'credential' | 'tokens'

/** Seals words and writes them in the command's own transaction; none of them leaves an empty place. */
export async function putSecret(
  { org, sql, secrets }: Pick<BaseContext, 'org' | 'sql' | 'secrets'>,
  account: string,
  field: SecretField,
  words: Credential,
): Promise<void> {
  if (Object.keys(words).length === 0) {
    await sql`DELETE FROM vault.secret WHERE org = ${org} AND account = ${account} AND field = ${field}`
    return
  }
  const key = await currentKey({ org, sql, secrets })
  const { wrapped, sealed } = sealUnder(key, { org, account, field }, JSON.stringify(words))
  await sql`
    INSERT INTO vault.secret (org, account, field, key_version, wrapped, sealed) VALUES (${org}, ${account}, ${field}, ${key.version}, ${wrapped}, ${sealed})
    ON CONFLICT (org, account, field) DO UPDATE SET key_version = excluded.key_version, wrapped = excluded.wrapped, sealed = excluded.sealed`
}
