import { createHash, randomBytes } from 'node:crypto'
import { isId } from '#kernel'

/** What stands behind the `#` of a link, where no log holds it: which organisation, and a secret. */
export function newSecret(): string {
  return randomBytes(18).toString('base64url')
}

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

export const tokenOf = (org: string, secret: string): string =>
  `${Buffer.from(org.replaceAll('-', ''), 'hex').toString('base64url')}${secret}`

/** 16 bytes of an id are 22 characters. */
const ORG_LENGTH = 22

export function readToken(token: string): { org: string; hash: string } | undefined {
  const hex = Buffer.from(token.slice(0, ORG_LENGTH), 'base64url').toString('hex')
  const org = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  const secret = token.slice(ORG_LENGTH)
  return isId(org) && secret.length >= 20 ? { org, hash: hashOf(secret) } : undefined
}

export const linkOf = (publicUrl: string, token: string): string =>
  `${publicUrl}/open/apps#${token}`
