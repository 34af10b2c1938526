import { createHmac, timingSafeEqual } from 'node:crypto'
import { fail, type MountRequest } from '#kernel'
import { isSigned } from '#connections/signing'
import type { Trigger } from './definition.ts'

type Verify = NonNullable<Extract<Trigger, { kind: 'webhook' }>['verify']>

/** Refuses what the sender has not signed with the flow's secret; said without a reason, so nothing is learnt. */
export function verify(
  how: Verify,
  secret: string | undefined,
  { raw }: MountRequest,
  body: Buffer,
): void {
  const header = (name: string): string =>
    String(raw.headers[(how.header ?? name).toLowerCase()] ?? '')
  const proven =
    secret !== undefined &&
    (how.scheme === 'standard'
      ? isSigned([secret], plain(raw.headers), body.toString())
      : how.scheme === 'token'
        ? alike(header('x-gitlab-token') || header('authorization').replace(/^Bearer /, ''), secret)
        : isHmac(header('x-hub-signature-256'), secret, body))
  if (!proven)
    throw fail(
      'unauthenticated',
      'The delivery is not signed as this webhook wants it.',
      'Check the secret and the scheme.',
    )
}

/** Hexadecimal or base64, with or without `sha256=` before it. */
function isHmac(given: string, secret: string, body: Buffer): boolean {
  const sum = createHmac('sha256', secret).update(body).digest()
  const bare = given.replace(/^sha256=/, '')
  return alike(bare.toLowerCase(), sum.toString('hex')) || alike(bare, sum.toString('base64'))
}

function alike(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const plain = (headers: MountRequest['raw']['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
