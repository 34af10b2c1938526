import { fail } from '#kernel'
import type { EgressRequest } from '#kernel/egress'
import type { AuthSpec, Place } from './connector.ts'
import type { Credential } from './credential.ts'
import { sign } from './hmac.ts'

export interface Asking {
  readonly url: URL
  readonly request: EgressRequest
}

/** Puts a credential into what goes out. What the caller wrote in the same place is not sent. */
export function inject(
  auth: AuthSpec,
  credential: Credential,
  { url, request }: Asking,
  now: number,
): Asking {
  const headers = lower(request.headers ?? {})
  const asking = (more: {
    url?: URL
    headers?: Record<string, string>
    body?: EgressRequest['body']
  }): Asking => ({
    url: more.url ?? url,
    request: {
      ...request,
      headers: more.headers ?? headers,
      ...(more.body === undefined ? {} : { body: more.body }),
    },
  })
  switch (auth.kind) {
    case 'none':
      return asking({})
    case 'basic': {
      const { user = '', password = '' } = credential
      const pair = Buffer.from(`${user}:${password}`).toString('base64')
      return asking({ headers: { ...headers, authorization: `Basic ${pair}` } })
    }
    case 'bearer':
      return asking({
        headers: { ...headers, authorization: `${auth.prefix ?? 'Bearer '}${credential['token']}` },
      })
    case 'api_key':
      return asking(placed(auth, credential['key'] ?? '', url, headers))
    case 'hmac': {
      const at = auth.key
        ? placed(auth.key, credential['key'] ?? '', url, headers)
        : { url, headers }
      const secret = credential['secret']
      if (!secret) return asking(at)
      return asking(sign(auth, secret, { ...at, body: request.body }, now))
    }
    case 'custom': {
      const filled = (all: Readonly<Record<string, string>> = {}) =>
        Object.entries(all).map(([name, text]) => [name, fill(text, credential)] as const)
      const to = new URL(url)
      for (const [name, text] of filled(auth.query)) to.searchParams.set(name, text)
      return asking({
        url: to,
        headers: { ...headers, ...lower(Object.fromEntries(filled(auth.headers))) },
      })
    }
    default: {
      const token = credential['access_token'] ?? ''
      return asking(placed(auth.place ?? BEARER, token, url, headers))
    }
  }
}

const BEARER: Place = { in: 'header', name: 'Authorization', prefix: 'Bearer ' }

function placed(
  { in: where = 'header', name = 'X-API-Key', prefix = '' }: Place,
  value: string,
  url: URL,
  headers: Record<string, string>,
): { url: URL; headers: Record<string, string> } {
  if (where === 'header')
    return { url, headers: { ...headers, [name.toLowerCase()]: prefix + value } }
  const to = new URL(url)
  if (where === 'query') to.searchParams.set(name, prefix + value)
  else {
    if (!HOLE.test(to.pathname))
      throw fail(
        'invalid',
        'The address has no place for the key.',
        'Write {key} where it belongs.',
      )
    // A key of several segments keeps them, as the addresses of incoming webhooks have them.
    const written = (prefix + value).split('/').map(encodeURIComponent).join('/')
    to.pathname = to.pathname.replace(HOLE, () => written)
  }
  return { url: to, headers }
}
/** Braces come encoded out of a URL. */
const HOLE = /\{key\}|%7Bkey%7D/i

const fill = (text: string, fields: Credential): string =>
  text.replaceAll(/\{([a-z0-9_]+)\}/gi, (_all, name: string) => fields[name] ?? '')

const lower = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
