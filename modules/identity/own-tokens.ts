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

/** Whether anybody has come with this token yet. */
export async function isUsed(sql: Sql, org: string, id: string): Promise<boolean> {
  const rows =
    await sql`SELECT 1 FROM identity.token WHERE org = ${org} AND id = ${id} AND last_used_at IS NOT NULL`
  return rows.length > 0
}

/** All of a holder's tokens but one end at a time to come: whoever has the new one is done with them. */
export async function endTokens(
  sql: Sql,
  org: string,
  { holder, but, at }: { holder: string; but: string; at: Date },
): Promise<void> {
  await sql`
    UPDATE identity.token SET expires_at = least(coalesce(expires_at, 'infinity'), ${at.toISOString()}::timestamptz), rev = rev + 1, updated_at = now()
    WHERE org = ${org} AND holder = ${holder} AND id <> ${but} AND revoked_at IS NULL`
}
