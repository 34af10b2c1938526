import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Standard Webhooks (standardwebhooks.com): the same headers and secret in both directions. */

/** Older or younger than this is refused. */
export const TOLERANCE_S = 300

export type Signed = Readonly<Record<string, string | string[] | undefined>>

export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

export function sign(secret: string, id: string, body: string, now = Date.now()) {
  const at = String(Math.floor(now / 1000))
  return {
    'webhook-id': id,
    'webhook-timestamp': at,
    'webhook-signature': `v1,${mac(secret, `${id}.${at}.${body}`)}`,
  }
}

/** The id of a message that one of the secrets signed lately; nothing otherwise. */
export function verify(
  secrets: readonly string[],
  headers: Signed,
  body: string,
  now = Date.now(),
): string | undefined {
  const [id, at, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(
    (name) => headers[name],
  )
  if (typeof id !== 'string' || typeof at !== 'string' || typeof signatures !== 'string')
    return undefined
  if (!/^\d{1,12}$/.test(at) || Math.abs(now / 1000 - Number(at)) > TOLERANCE_S) return undefined
  const given = signatures
    .split(' ')
    .flatMap((one) => (one.startsWith('v1,') ? [one.slice(3)] : []))
  const fits = secrets.some((secret) => {
    const wanted = Buffer.from(mac(secret, `${id}.${at}.${body}`))
    return given.some((one) => {
      const had = Buffer.from(one)
      return had.length === wanted.length && timingSafeEqual(had, wanted)
    })
  })
  return fits ? id : undefined
}

export const keyOf = (secret: string): Buffer =>
  Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
const mac = (secret: string, text: string): string =>
  createHmac('sha256', keyOf(secret)).update(text).digest('base64')
