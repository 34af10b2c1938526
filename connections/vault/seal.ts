import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { fail } from '#kernel'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
export const KEY_BYTES = 32

/**
 * AES-256-GCM: nonce, tag, body. `bound` names the place that it belongs to, so that a sealed value
 * copied into another row, field or organisation opens nowhere.
 */
export function encrypt(key: Uint8Array, plain: Uint8Array, bound: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce)
  cipher.setAAD(Buffer.from(bound))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

export function decrypt(key: Uint8Array, sealed: Uint8Array, bound: string): Buffer {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES))
    decipher.setAAD(Buffer.from(bound))
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    return Buffer.concat([
      decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)),
      decipher.final(),
    ])
  } catch {
    throw unreadable()
  }
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
  orgKey: { readonly version: number; readonly key: Uint8Array },
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
  orgKey: { readonly version: number; readonly key: Uint8Array },
  place: { readonly org: string; readonly account: string; readonly field: string },
  kept: { readonly wrapped: Uint8Array; readonly sealed: Uint8Array },
): string {
  const { org, account, field } = place
  const dataKey = decrypt(orgKey.key, kept.wrapped, placeOf(org, account, field, orgKey.version))
  return decrypt(dataKey, kept.sealed, placeOf(org, account, field, ONLY)).toString()
}
