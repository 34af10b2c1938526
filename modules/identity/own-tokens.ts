import { newId, type Sql } from '#kernel'

export interface NewToken {
  readonly name: string
  readonly kind: 'person' | 'app' | 'device' | 'contact'
  readonly holder: string
  readonly scopes: readonly string[]
  readonly hash: string
  readonly hint: string
  readonly expires_at?: string | undefined
  readonly createdBy?: string | undefined
  readonly parent?: string | undefined
}

/** The row of an API token, in its own organisation. */
export async function insertToken(sql: Sql, org: string, token: NewToken): Promise<string> {
  const id = newId()
  await sql`
    INSERT INTO identity.token (org, id, name, kind, holder, scopes, hash, hint, expires_at, created_by, parent)
    VALUES (${org}, ${id}, ${token.name}, ${token.kind}, ${token.holder}, ${JSON.stringify(token.scopes)}::jsonb, ${token.hash}, ${token.hint},
      ${token.expires_at ?? null}, ${token.createdBy ?? null}, ${token.parent ?? null})`
  return id
}

/** Revokes tokens with all that were made from them; answers their ids. */
export async function revokeTokens(
  sql: Sql,
  org: string,
  which: { id?: string; holder?: string },
): Promise<{ id: string; holder: string }[]> {
  return sql<{ id: string; holder: string }>`
    WITH RECURSIVE gone AS (
      SELECT id FROM identity.token WHERE org = ${org} AND (id = ${which.id ?? null}::uuid OR holder = ${which.holder ?? null}::uuid)
      UNION SELECT t.id FROM identity.token t JOIN gone ON t.parent = gone.id WHERE t.org = ${org}
    )
    UPDATE identity.token t SET revoked_at = clock_timestamp(), rev = t.rev + 1, updated_at = now() FROM gone
    WHERE t.org = ${org} AND t.id = gone.id AND t.revoked_at IS NULL RETURNING t.id, t.holder`
}
