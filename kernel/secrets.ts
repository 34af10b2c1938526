import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Secrets } from './context.ts'
import { fail } from './errors.ts'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM (NIST SP 800-38D) under the master key of 32 bytes; a random nonce each time. */
export function makeSecrets(masterKey: Uint8Array): Secrets {
  if (masterKey.length !== 32) throw new Error('the master key has 32 bytes')
  return {
    seal(plain, bound = '') {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(ALGORITHM, masterKey, nonce)
      cipher.setAAD(Buffer.from(bound))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed, bound = '') {
      try {
        const bytes = Buffer.from(sealed.replace(/^v1\./, ''), 'base64url')
        const decipher = createDecipheriv(ALGORITHM, masterKey, bytes.subarray(0, NONCE_BYTES))
        decipher.setAAD(Buffer.from(bound))
        decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
        return (
          decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') +
          decipher.final('utf8')
        )
      } catch {
        throw fail(
          'unavailable',
          'A stored secret cannot be read with this master key.',
          'Start with the TENON_MASTER_KEY_FILE that sealed it, or set the secret anew.',
        )
      }
    },
  }
}
