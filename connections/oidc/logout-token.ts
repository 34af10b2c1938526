import { createPrivateKey, randomUUID, sign, type JsonWebKeyInput } from 'node:crypto'
import { openKeys, keysOf } from './keys.ts'
import { subjectAt } from './subjects.ts'
import type { Kernel } from '#kernel'

/** OpenID Connect Back-Channel Logout 1.0, 2.6: two minutes are enough for one request. */
const LIFE_S = 120

/** Made here and not by the provider, so that a client is told even after it was disabled or removed. */
export async function logoutToken(
  kernel: Kernel,
  { client, person, sid }: { client: string; person: string; sid: string },
): Promise<string> {
  const keys = openKeys(kernel, await keysOf(kernel)) as { alg: string; kid: string }[]
  const key = keys.find(({ alg }) => alg === 'RS256')!
  const now = Math.floor(Date.now() / 1000)
  const payload = {
    iss: kernel.publicUrl,
    aud: client,
    sub: await subjectAt(kernel, client, person),
    sid,
    iat: now,
    exp: now + LIFE_S,
    jti: randomUUID(),
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  }
  const head = { alg: 'RS256', typ: 'logout+jwt', kid: key.kid }
  const text = [head, payload].map((part) => encoded(JSON.stringify(part))).join('.')
  const asKey = createPrivateKey({ key, format: 'jwk' } as unknown as JsonWebKeyInput)
  return `${text}.${sign('sha256', Buffer.from(text), asKey).toString('base64url')}`
}

const encoded = (text: string): string => Buffer.from(text).toString('base64url')
