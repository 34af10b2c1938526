import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto'
import { fail } from '#kernel'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
export const KEY_BYTES = 32
/** What is used often is a key object: bytes are prepared anew each time, which costs four times as much. */
export type Key = Uint8Array | KeyObject

/**
 * AES-256-GCM: nonce, tag, body. `bound` names the place that it belongs to, so that a sealed value
 * copied into another row, field or organisation opens nowhere.
 */
export function encrypt(key: Key, plain: Uint8Array, bound: string): Buffer {
  const nonce = freshNonce()
  const cipher = createCipheriv(ALGORITHM, key, nonce)
  cipher.setAAD(Buffer.from(bound))
  const body = cipher.update(plain)
  // In this mode nothing is left for the end but the tag.
  cipher.final()
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

export function decrypt(key: Key, sealed: Uint8Array, bound: string): Buffer {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES))
    decipher.setAAD(Buffer.from(bound))
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    const plain = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES))
    decipher.final()
    return plain
  } catch {
    throw unreadable()
  }
}

/** Random bytes are fetched for many at once: asking for twelve costs as much as asking for thousands. */
const NONCES = 512
let pool = Buffer.alloc(0)
let next = 0
function freshNonce(): Buffer {
  if (next >= pool.length) {
    pool = randomBytes(NONCE_BYTES * NONCES)
    next = 0
  }
  next += NONCE_BYTES
  return pool.subarray(next - NONCE_BYTES, next)
}

export const unreadable = () =>
  fail(
    'unavailable',
    'The credential of this linked account cannot be read any more.',
    'Its key is gone or belongs to another place: enter the credential anew.',
  )

/** Where a secret stands: organisation, entity and record, field, version of what seals it. */
export const placeOf = (org: string, account: string, field: string, version: number): string =>
  `${org}|vault.account:${account}|${field}|${version}`

/** Version of a data key: it is used once, so there is never another. */
const ONLY = 1

/** A value under a fresh data key, and that key under the organisation's. */
export function sealUnder(
  orgKey: { readonly version: number; readonly key: Key },
  place: { readonly org: string; readonly account: string; readonly field: string },
  text: string,
): { wrapped: Buffer; sealed: Buffer } {
  const dataKey = randomBytes(KEY_BYTES)
  const { org, account, field } = place
  return {
    sealed: encrypt(dataKey, Buffer.from(text), placeOf(org, account, field, ONLY)),
    wrapped: encrypt(orgKey.key, dataKey, placeOf(org, account, field, orgKey.version)),
  }
}

export function openUnder(
  orgKey: { readonly version: number; readonly key: Key },
  place: { readonly org: string; readonly account: string; readonly field: string },
  kept: { readonly wrapped: Uint8Array; readonly sealed: Uint8Array },
): string {
  const { org, account, field } = place
  const dataKey = decrypt(orgKey.key, kept.wrapped, placeOf(org, account, field, orgKey.version))
  return decrypt(dataKey, kept.sealed, placeOf(org, account, field, ONLY)).toString()
}
