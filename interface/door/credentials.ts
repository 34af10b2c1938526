import type { IncomingMessage } from 'node:http'
import { fail, isId, type Credential } from '#kernel'
import type { Door } from './door.ts'

export const COOKIE = 'tenon_session'
/** Longer than any token of ours; a longer one is not looked up. */
const TOKEN_MAX = 500

/** Sockets of the operator's listener; whoever reaches it may read the data folder. */
const operators = new WeakSet<object>()
export const markOperator = (socket: object): void => void operators.add(socket)
export const isOperator = (request: IncomingMessage): boolean => operators.has(request.socket)

export interface Asked {
  readonly address: string | undefined
  /** Instead of the header, for sockets of browsers, which can send none. */
  readonly person?: string | undefined
}

/** The credential a request carries; a bearer token goes before a cookie. */
export function credentialOf(request: IncomingMessage, asked: Asked): Credential | undefined {
  const { headers } = request
  const person = asked.person ?? single(headers['x-tenon-person'])
  const org = single(headers['x-tenon-org'])
  if (person !== undefined && !isId(person))
    throw fail('invalid', 'X-Tenon-Person is not an id.', 'Send the id of one of your persons.')
  if (org !== undefined && !isId(org))
    throw fail('invalid', 'X-Tenon-Org is not an id.', 'Send the id of an organisation.')
  const chosen = {
    ...(person === undefined ? {} : { person }),
    ...(org === undefined ? {} : { org }),
    ...(asked.address === undefined ? {} : { address: asked.address }),
  }
  const bearer = bearerOf(request)
  if (bearer !== undefined) return { scheme: 'bearer', token: bearer, ...chosen }
  if (isOperator(request)) return { scheme: 'operator', token: '', ...chosen }
  const session = cookieOf(headers.cookie)
  return session === undefined ? undefined : { scheme: 'session', token: session, ...chosen }
}

function bearerOf({ headers }: IncomingMessage): string | undefined {
  const { authorization } = headers
  if (authorization === undefined) return undefined
  const [, token] = /^bearer +([\x21-\x7e]+) *$/i.exec(authorization) ?? []
  if (token === undefined || token.length > TOKEN_MAX) {
    throw fail(
      'unauthenticated',
      'The Authorization header is not a bearer token.',
      'Send “Authorization: Bearer <token>”.',
    )
  }
  return token
}

export function cookieOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (at < 0 || part.slice(0, at).trim() !== COOKIE) continue
    const value = part.slice(at + 1).trim()
    return /^[\w.~+/=-]{1,500}$/.test(value) ? value : undefined
  }
  return undefined
}

/**
 * A page of another site may make a browser send our cookie, but neither the header `X-Tenon` nor
 * our `Origin`. A foreign origin is refused without a cookie too: nobody may sign a visitor in.
 */
export function requireOwnPage(
  request: IncomingMessage,
  credential: Credential | undefined,
  door: Pick<Door, 'origins'>,
): void {
  if (credential !== undefined && credential.scheme !== 'session') return
  if (!isOwnOrigin(request, door)) {
    throw fail(
      'forbidden',
      'This request comes from the page of another site.',
      'Use the address of this server, or an API token.',
    )
  }
  if (credential !== undefined && single(request.headers['x-tenon']) !== '1') {
    throw fail(
      'forbidden',
      'A request with the session cookie must carry the header X-Tenon: 1.',
      'Send “X-Tenon: 1”, or use an API token.',
    )
  }
}

export function isOwnOrigin(
  { headers }: IncomingMessage,
  { origins }: Pick<Door, 'origins'>,
): boolean {
  const { origin } = headers
  if (origin === undefined) return true
  if (origins.has(origin)) return true
  const host = headers.host
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)
}

const single = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value
