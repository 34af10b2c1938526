import { createHmac } from 'node:crypto'
import { fail } from '#kernel'
import type { EgressRequest } from '#kernel/egress'
import type { HmacSpec } from './connector.ts'

interface Signed {
  readonly url: URL
  readonly headers: Record<string, string>
  readonly body: EgressRequest['body']
}

/** Signs a request with a shared secret, in the way that the service wants. */
export function sign(
  { scheme, header = 'X-Signature', prefix = '' }: HmacSpec,
  secret: string,
  { url, headers, body }: Signed,
  now: number,
): Signed {
  const bytes = typeof body === 'string' ? Buffer.from(body) : (body ?? new Uint8Array())
  switch (scheme) {
    case 'body':
      return {
        url,
        body,
        headers: { ...headers, [header.toLowerCase()]: prefix + hmac(secret, bytes, 'hex') },
      }
    case 'standard-webhooks':
      return { url, body, headers: { ...headers, ...standard(secret, headers, bytes, now) } }
    case 'dingtalk': {
      const signed = new URL(url)
      signed.searchParams.set('timestamp', String(now))
      signed.searchParams.set('sign', hmac(secret, Buffer.from(`${now}\n${secret}`), 'base64'))
      return { url: signed, headers, body }
    }
    case 'feishu':
      return { url, headers, body: inFeishu(secret, bytes, Math.floor(now / 1000)) }
  }
}

const hmac = (key: string | Uint8Array, bytes: Uint8Array, as: 'hex' | 'base64'): string =>
  createHmac('sha256', key).update(bytes).digest(as)

/** https://www.standardwebhooks.com: id, seconds and body, under a key that is written `whsec_` and base64. */
function standard(
  secret: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  now: number,
): Record<string, string> {
  const id = headers['webhook-id'] ?? headers['idempotency-key'] ?? `msg_${crypto.randomUUID()}`
  const at = String(Math.floor(now / 1000))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const text = Buffer.concat([Buffer.from(`${id}.${at}.`), body])
  return {
    'webhook-id': id,
    'webhook-timestamp': at,
    'webhook-signature': `v1,${hmac(key, text, 'base64')}`,
  }
}

/** The signature stands in the message itself: its key is what was said, its text is empty. */
function inFeishu(secret: string, body: Uint8Array, seconds: number): string {
  let message: unknown
  try {
    message = JSON.parse(Buffer.from(body).toString())
  } catch {
    message = undefined
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    throw fail('invalid', 'A message that is signed in this way is a JSON object.')
  const sign = hmac(`${seconds}\n${secret}`, new Uint8Array(), 'base64')
  return JSON.stringify({ timestamp: String(seconds), sign, ...message })
}
