import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'

/** Standard Webhooks: the same headers and the same secret in both directions. */

/** 32 random bytes, as the standard writes them. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

export function signed(secret: string, id: string, body: string): Record<string, string> {
  const now = new Date()
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
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
