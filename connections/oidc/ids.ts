import { isId } from '#kernel'

const packed = (id: string): string =>
  Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')
const unpacked = (text: string): string =>
  Buffer.from(text, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** A client id says its organisation in its own text, so that it can never be looked up in another. */
export const clientIdOf = (org: string, client: string): string => packed(org) + packed(client)

export function clientOf(clientId: string): { org: string; id: string } | undefined {
  if (!/^[\w-]{44}$/.test(clientId)) return undefined
  const org = unpacked(clientId.slice(0, 22))
  const id = unpacked(clientId.slice(22))
  return isId(org) && isId(id) ? { org, id } : undefined
}

/**
 * The provider's session of a person is named by our sign-in. The name is no secret, so it travels in no
 * cookie: the mount puts it in after it has recognised our own.
 */
export const SESSION_PREFIX = 't.'
export const sessionUid = (root: string, person: string): string =>
  `${SESSION_PREFIX}${root}.${person}`
export function rootOf(uid: string | undefined): string | undefined {
  if (!uid?.startsWith(SESSION_PREFIX)) return undefined
  const [, root] = uid.split('.')
  return root !== undefined && isId(root) ? root : undefined
}
