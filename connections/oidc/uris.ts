import type { CLIENT_KINDS } from './entities.ts'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** What is wrong with an address, in words; nothing when it may be used. */
export function wrongUri(
  text: string,
  kind: (typeof CLIENT_KINDS)[number],
  plainHttp: boolean,
): string | undefined {
  const uri = URL.parse(text)
  if (!uri) return 'it is not an address'
  if (text.includes('#')) return 'it has a part behind #'
  if (text.includes('*')) return 'it has a placeholder; each address is named by itself'
  if (uri.username || uri.password) return 'it holds a name or password'
  if (uri.protocol === 'https:') return undefined
  if (uri.protocol === 'http:') {
    if (LOOPBACK.has(uri.hostname) || plainHttp) return undefined
    return 'it must begin with https://'
  }
  // A scheme of one's own is a domain turned round (RFC 8252), so that two programs do not meet.
  return kind === 'native' && /^[a-z][\w+-]*(\.[\w+-]+)+:$/i.test(uri.protocol)
    ? undefined
    : 'it must begin with https://'
}
