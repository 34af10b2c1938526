import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'

/** Standard Webhooks (standardwebhooks.com): the same headers and the same kind of secret in every direction. */

/** 32 random bytes, as the standard writes them. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** Signed over `id.timestamp.body` with each secret that is valid, so that a rotation interrupts nobody. */
export function signed(
  secrets: readonly string[],
  id: string,
  body: string,
): Record<string, string> {
  const now = new Date()
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
  }
}

/** Signed with one of the secrets that are valid, and not longer than five minutes ago. */
export function isSigned(
  secrets: readonly string[],
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
): boolean {
  const plain = Object.fromEntries(
    Object.entries(headers).filter(([, value]) => value !== undefined),
  ) as Record<string, string>
  return secrets.some((secret) => {
    try {
      new Webhook(secret).verify(body, plain)
      return true
    } catch {
      return false
    }
  })
}
