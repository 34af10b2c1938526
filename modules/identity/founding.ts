import { OPERATOR_ORG, type Sql } from '#kernel'

/** Somebody has an account: then the server has an administrator, and set-up is over. */
export async function isSetUp(sql: Sql): Promise<boolean> {
  const rows = await sql`SELECT 1 FROM identity.account WHERE org = ${OPERATOR_ORG} LIMIT 1`
  return rows.length > 0
}
