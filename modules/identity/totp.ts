import { randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { OPERATOR_ORG, type Sql } from '#kernel'
import { dropSecrets, issueSecret } from './tokens.ts'

const PERIOD_S = 30
/** Clocks of telephones are wrong by a few seconds: one step before and after. */
const WINDOW = 1
export const RECOVERY_CODES = 10
/** Recovery codes do not grow old. */
const RECOVERY_LIFE_MS = 20 * 365 * 86_400_000
const SIGNS = '23456789abcdefghjkmnpqrstuvwxyz'

const totpOf = (secret: string, label = 'account'): TOTP =>
  new TOTP({
    issuer: 'Tenon',
    label,
    secret: Secret.fromBase32(secret),
    digits: 6,
    period: PERIOD_S,
    algorithm: 'SHA1',
  })

export const newSeed = (): string => new Secret({ size: 20 }).base32
export const seedUri = (seed: string, label: string): string => totpOf(seed, label).toString()

/** The time step that a code is of; `undefined` when it is wrong. */
export function stepOf(seed: string, code: string, now = Date.now()): number | undefined {
  const delta = totpOf(seed).validate({
    token: code.replaceAll(/\s/g, ''),
    timestamp: now,
    window: WINDOW,
  })
  return delta === null ? undefined : Math.floor(now / 1000 / PERIOD_S) + delta
}

/** A code is good once: the step of the last one used only ever grows. */
export async function spendStep(sql: Sql, account: string, step: number): Promise<boolean> {
  const rows = await sql`
    UPDATE identity.account SET totp_step = ${step} WHERE org = ${OPERATOR_ORG} AND id = ${account} AND totp_step < ${step} RETURNING id`
  return rows.length === 1
}

export const recoveryKey = (account: string, code: string): string =>
  `${account} ${code.toLowerCase().replaceAll(/[^0-9a-z]/g, '')}`

/** New codes for when the telephone is lost; the former ones are gone. */
export async function newRecoveryCodes(sql: Sql, account: string): Promise<string[]> {
  await dropSecrets(sql, 'recovery', account)
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    Array.from({ length: 10 }, () => SIGNS[randomInt(SIGNS.length)]!)
      .join('')
      .replace(/^(.{5})/, '$1-'),
  )
  for (const code of codes)
    await issueSecret(sql, {
      kind: 'recovery',
      lifeMs: RECOVERY_LIFE_MS,
      account,
      token: recoveryKey(account, code),
    })
  return codes
}
