import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
  type KeyObject,
} from 'node:crypto'
import { fail, type Kernel } from '#kernel'
import type { AskedAs } from '#kernel/egress'
import { defineConnector } from './connector.ts'
import { runningOf } from './running.ts'
import { openAccount } from './use.ts'

/** A key of one's own to sign and seal with; it is sent nowhere (the name cannot exist), so no other account's secret is ever used as one. */
export const key = defineConnector({
  id: 'key',
  title: 'Key for signing and sealing',
  zh: '签名与加密密钥',
  publisher: 'tenon',
  icon: 'key',
  auth: [
    {
      kind: 'custom',
      fields: [
        {
          name: 'key',
          title: 'Key (text, Base64 or PEM in one line)',
          zh: '密钥（文本、Base64 或单行 PEM）',
          secret: true,
        },
      ],
    },
  ],
  origins: ['https://key.invalid'],
})

export const KEYED = ['hmac', 'verify-hmac', 'sign', 'verify', 'encrypt', 'decrypt'] as const
export const ALGORITHMS = [
  'hmac-sha256',
  'hmac-sha512',
  'aes-256-gcm',
  'rsa-sha256',
  'rsa-oaep-sha256',
  'ed25519',
] as const

export interface Keyed {
  readonly do: (typeof KEYED)[number]
  readonly algorithm: (typeof ALGORITHMS)[number]
  readonly data: string
  /** What is to be verified. */
  readonly signature?: string
  readonly form: 'base64' | 'base64url' | 'hex'
}

/** Signs or seals with a key that the caller may use and never sees. */
export async function useKey(
  kernel: Kernel,
  asked: AskedAs,
  job: Keyed,
): Promise<string | boolean> {
  const using = await openAccount(kernel, asked, 'key')
  if (using.connector.id !== key.id)
    throw fail(
      'invalid',
      'This linked account is no key.',
      'Link one of the connector “Key for signing and sealing”.',
    )
  runningOf(kernel).meter.used(asked.org, asked.account, asked.actor.onBehalfOf ?? asked.actor.id)
  return keyed(using.credential['key'] ?? '', job)
}

export function keyed(secret: string, job: Keyed): string | boolean {
  try {
    return done(secret, job)
  } catch {
    // What the library says may quote the key.
    throw fail(
      'invalid',
      'This cannot be done with this key.',
      'See that key, algorithm and data belong together.',
    )
  }
}

function done(
  secret: string,
  { do: what, algorithm, data, signature = '', form }: Keyed,
): string | boolean {
  const bytes = Buffer.from(data)
  switch (`${what} ${algorithm}`) {
    case 'hmac hmac-sha256':
    case 'hmac hmac-sha512':
      return createHmac(algorithm.slice(5), secret).update(bytes).digest(form)
    case 'verify-hmac hmac-sha256':
    case 'verify-hmac hmac-sha512': {
      const made = createHmac(algorithm.slice(5), secret).update(bytes).digest()
      const given = Buffer.from(signature, form)
      return made.length === given.length && timingSafeEqual(made, given)
    }
    case 'sign rsa-sha256':
      return sign('sha256', bytes, privateOf(secret, 'rsa')).toString(form)
    case 'sign ed25519':
      return sign(null, bytes, privateOf(secret, 'ed25519')).toString(form)
    case 'verify rsa-sha256':
      return verify('sha256', bytes, publicOf(secret, 'rsa'), Buffer.from(signature, form))
    case 'verify ed25519':
      return verify(null, bytes, publicOf(secret, 'ed25519'), Buffer.from(signature, form))
    case 'encrypt aes-256-gcm':
      return sealed(aesKey(secret), bytes).toString(form)
    case 'decrypt aes-256-gcm':
      return opened(aesKey(secret), Buffer.from(data, form)).toString('utf8')
    case 'encrypt rsa-oaep-sha256':
      return publicEncrypt({ key: publicOf(secret, 'rsa'), ...OAEP }, bytes).toString(form)
    case 'decrypt rsa-oaep-sha256':
      return privateDecrypt(
        { key: privateOf(secret, 'rsa'), ...OAEP },
        Buffer.from(data, form),
      ).toString('utf8')
    default:
      throw new Error('these do not go together')
  }
}

const OAEP = { oaepHash: 'sha256', padding: constants.RSA_PKCS1_OAEP_PADDING }
const NONCE = 12
const TAG = 16

/** Nonce, tag, and what is sealed, in this order. */
function sealed(with_: Buffer, bytes: Buffer): Buffer {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', with_, nonce)
  const body = Buffer.concat([cipher.update(bytes), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

function opened(with_: Buffer, bytes: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', with_, bytes.subarray(0, NONCE), {
    authTagLength: TAG,
  })
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
  return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()])
}

/** 32 bytes in Base64 or hex; a password is no key. */
function aesKey(secret: string): Buffer {
  const made = /^[0-9a-f]{64}$/i.test(secret)
    ? Buffer.from(secret, 'hex')
    : Buffer.from(secret, 'base64')
  if (made.length !== 32) throw new Error('no key of 32 bytes')
  return made
}

const derOf = (secret: string): Buffer =>
  Buffer.from(secret.replace(/-----[A-Z ]+-----/g, '').replaceAll(/\s/g, ''), 'base64')

function privateOf(secret: string, type: string): KeyObject {
  return ofType(createPrivateKey({ key: derOf(secret), format: 'der', type: 'pkcs8' }), type)
}
function publicOf(secret: string, type: string): KeyObject {
  if (/BEGIN PUBLIC KEY/.test(secret))
    return ofType(createPublicKey({ key: derOf(secret), format: 'der', type: 'spki' }), type)
  return ofType(createPublicKey(privateOf(secret, type)), type)
}
function ofType(made: KeyObject, type: string): KeyObject {
  if (made.asymmetricKeyType !== type) throw new Error('another kind of key')
  return made
}
