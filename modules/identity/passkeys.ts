import { conflict, OPERATOR_ORG, type Sql } from '#kernel'

/** Loaded when the first passkey is used: it is 26 MB and most of a second that a start can do without. */
export const webauthn = () => import('@simplewebauthn/server')

export interface PasskeyRow {
  readonly id: string
  readonly account: string
  readonly credential: string
  readonly public_key: string
  readonly counter: number
  readonly transports: string[]
}

/** As long as somebody looks for his security key. */
export const PASSKEY_LIFE_MS = 5 * 60_000
/** More keys than anybody carries. */
export const PASSKEYS_MAX = 20

export const noName = conflict(
  'Passkeys need a server with a name; this one is reached by its number.',
  'Open Tenon by its name (https), and set TENON_PUBLIC_URL to it.',
)

/** A passkey belongs to a name, never to an address: browsers insist. `undefined` when we have none. */
export function partyOf(publicUrl: string): { rpID: string; origin: string } | undefined {
  const { hostname, origin } = new URL(publicUrl)
  return /^[\d.]+$|^\[/.test(hostname) ? undefined : { rpID: hostname, origin }
}

export const passkeysOf = (sql: Sql, account: string): Promise<PasskeyRow[]> =>
  sql<PasskeyRow>`SELECT * FROM identity.passkey WHERE org = ${OPERATOR_ORG} AND account = ${account} ORDER BY id LIMIT ${PASSKEYS_MAX}`

export const passkeyByCredential = (
  sql: Sql,
  credential: string,
): Promise<PasskeyRow | undefined> =>
  sql<PasskeyRow>`SELECT * FROM identity.passkey WHERE org = ${OPERATOR_ORG} AND credential = ${credential}`.then(
    ([row]) => row,
  )
