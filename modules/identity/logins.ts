import { OPERATOR_ORG, T, isId, type Sql } from '#kernel'

/** An account as signing in needs it: with what no record shows. */
export interface AccountRow {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly mobile: string | null
  readonly status: 'active' | 'disabled'
  readonly locale: string | null
  readonly password_hash: string | null
  readonly totp_secret: string | null
  readonly totp_on: boolean
}

export const email = (options = {}) =>
  T.String({ format: 'idn-email', maxLength: 254, title: 'E-mail', ...options })
export const mobile = (options = {}) =>
  T.String({ pattern: '^[+]?[0-9][0-9 ()-]{4,30}$', maxLength: 32, title: 'Mobile', ...options })

export const normalEmail = (text: string): string => text.trim().toLowerCase()

/** Digits with their country; a bare Chinese mobile number is one of +86. */
export function normalMobile(text: string): string {
  const digits = text.replaceAll(/[^\d+]/g, '').replace(/^00/, '+')
  return /^1\d{10}$/.test(digits) ? `+86${digits}` : digits
}

export const accountById = (sql: Sql, id: string): Promise<AccountRow | undefined> =>
  sql<AccountRow>`SELECT * FROM identity.account WHERE org = ${OPERATOR_ORG} AND id = ${id}`.then(
    ([row]) => row,
  )

export const accountByEmail = (sql: Sql, text: string): Promise<AccountRow | undefined> =>
  sql<AccountRow>`SELECT * FROM identity.account WHERE org = ${OPERATOR_ORG} AND email = ${normalEmail(text)}`.then(
    ([row]) => row,
  )

export const accountByMobile = (sql: Sql, text: string): Promise<AccountRow | undefined> =>
  sql<AccountRow>`SELECT * FROM identity.account WHERE org = ${OPERATOR_ORG} AND mobile = ${normalMobile(text)}`.then(
    ([row]) => row,
  )

/** The same name however it was typed; what attempts are counted under. */
export const loginKey = (login: string, organisation = ''): string =>
  `${login.includes('@') ? normalEmail(login) : login.trim().toLowerCase().replaceAll(/[\s-]/g, '')} ${organisation}`

/**
 * By e-mail, mobile number, or staff number when an organisation (its id or short name) is named.
 * One statement whichever it is, found or not.
 */
export async function accountOfLogin(
  sql: Sql,
  login: string,
  organisation: string | undefined,
): Promise<AccountRow | undefined> {
  if (organisation === undefined || login.includes('@'))
    return login.includes('@') ? accountByEmail(sql, login) : accountByMobile(sql, login)
  const [row] = await sql<AccountRow>`
    SELECT a.* FROM identity.account a
    WHERE a.org = ${OPERATOR_ORG} AND a.id = identity.account_of_staff(${isId(organisation) ? organisation : null}::uuid, ${organisation}, ${login.trim()})`
  return row ?? accountByMobile(sql, login)
}
