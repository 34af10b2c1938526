import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { Transfer } from './transfer.ts'

/** What the server vouches for: the first `size` transfers of a book, whole and in this order. */
export interface Head {
  readonly org: string
  readonly size: number
  /** Hexadecimal. */
  readonly root: string
  readonly at: string
}
export interface SignedHead extends Head {
  /** Base64. */
  readonly signature: string
}

/** The bytes of a leaf; their first part is the version of this format. */
export const leafOf = (org: string, transfer: Transfer): Buffer =>
  Buffer.from(
    JSON.stringify([
      'tenon-transfer-1',
      org,
      transfer.seq,
      transfer.id,
      new Date(transfer.at).toISOString(),
      transfer.kind,
      transfer.debit,
      transfer.credit,
      transfer.asset,
      String(transfer.posted),
      String(transfer.reserved),
      transfer.debitSeq,
      String(transfer.debitAfter),
      transfer.creditSeq,
      String(transfer.creditAfter),
      transfer.pending ?? null,
      transfer.due === undefined ? null : new Date(transfer.due).toISOString(),
      transfer.code,
      transfer.cause ?? null,
    ]),
  )

const bytesOf = ({ org, size, root, at }: Head): Buffer =>
  Buffer.from(JSON.stringify(['tenon-head-1', org, size, root, at]))

/** Both halves as base64 of DER. */
export function newKey(): { publicKey: string; secret: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    secret: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  }
}

export function signHead(head: Head, secret: string): SignedHead {
  const key = Buffer.from(secret, 'base64')
  const signature = sign(
    null,
    bytesOf(head),
    createPrivateKey({ key, format: 'der', type: 'pkcs8' }),
  )
  return { ...head, signature: signature.toString('base64') }
}

export function isSigned(head: SignedHead, publicKey: string): boolean {
  const key = Buffer.from(publicKey, 'base64')
  const signature = Buffer.from(head.signature, 'base64')
  return verify(
    null,
    bytesOf(head),
    createPublicKey({ key, format: 'der', type: 'spki' }),
    signature,
  )
}
