import { fail, type Registry } from '#kernel'
import type { AuthSpec, Connector } from './connector.ts'
import { authOf, connectorOf, isOAuth, isOrigin } from './connectors.ts'
import { fieldsOf, sorted, type Credential } from './credential.ts'
import { SCHEMES } from './connector.ts'

export interface Entered {
  readonly connector: string
  readonly auth: string
  readonly origins?: readonly string[] | undefined
  readonly parameters?: Credential | undefined
  readonly credential?: Credential | undefined
}
export interface Checked {
  readonly connector: Connector
  readonly auth: AuthSpec
  readonly origins: readonly string[]
  readonly parameters: Record<string, string>
  readonly sealed: Record<string, string>
}

/** What somebody entered for a new account, or a new credential of an old one, against its connector. */
export function checked(registry: Registry, entered: Entered): Checked {
  const connector = connectorOf(registry, entered.connector)
  const parameters = { ...entered.parameters }
  const auth = authOf(connector, entered.auth, parameters)
  const { shown, sealed } = sorted(auth, entered.credential ?? {})
  // Details that belong to the credential (a user name) come anew with it.
  for (const { name } of fieldsOf(auth)) delete parameters[name]
  const all = { ...parameters, ...shown }
  const origins = connector.origins.length > 0 ? connector.origins : (entered.origins ?? [])
  const wrong = origins.find((each) => !isOrigin(each))
  if (wrong !== undefined)
    throw fail(
      'invalid',
      `“${wrong.slice(0, 100)}” is no place to send a credential to.`,
      'Write scheme and host, as in https://api.example.com.',
      {
        fields: [{ path: '/origins', message: 'https://host' }],
      },
    )
  const lends = auth.kind === 'custom' && auth.lends
  if (origins.length === 0 && !lends)
    throw fail(
      'invalid',
      'Say which service the credential is for.',
      'Write its address, as in https://api.example.com.',
      {
        fields: [{ path: '/origins', message: 'is missing' }],
      },
    )
  checkPlace(auth)
  if (isOAuth(auth)) checkOAuth(auth)
  return { connector, auth, origins, parameters: all, sealed }
}

/** Header names as HTTP takes them (RFC 9110, `token`). */
const HEADER = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/
/** Whoever sets these makes another request of it. */
const RESERVED = /^(host|content-length|transfer-encoding|connection|upgrade|expect|te|trailer)$/i

function checkPlace(auth: AuthSpec): void {
  const bad = (what: string) =>
    fail('invalid', `${what} cannot be used here.`, 'See the documentation of the service.')
  if (auth.kind === 'api_key' || auth.kind === 'hmac') {
    const header = auth.kind === 'hmac' ? auth.header : auth.in === 'query' ? undefined : auth.name
    if (header !== undefined && (!HEADER.test(header) || RESERVED.test(header)))
      throw bad('This header')
    // oxlint-disable-next-line no-control-regex -- a line break would begin another header
    if (auth.prefix !== undefined && /[\u0000-\u001f]/.test(auth.prefix))
      throw bad('What stands before it')
  }
  if (auth.kind === 'api_key' && !['header', 'query', 'path', undefined].includes(auth.in))
    throw bad('This place')
  if (auth.kind === 'hmac' && !SCHEMES.includes(auth.scheme)) throw bad('This way to sign')
}

function checkOAuth(auth: Extract<AuthSpec, { kind: `oauth2_${string}` }>): void {
  const needed = [
    ['token_url', auth.tokenUrl],
    ...(auth.kind === 'oauth2_code' ? [['authorize_url', auth.authorizeUrl] as const] : []),
  ] as const
  for (const [name, value] of needed) {
    const url = value !== undefined && URL.canParse(value) ? new URL(value) : undefined
    if (!url || !/^https?:$/.test(url.protocol) || url.username)
      throw fail(
        'invalid',
        `“${name}” is no address.`,
        'Write https://host/path, as the service documents it.',
        {
          fields: [{ path: `/parameters/${name}`, message: 'https://host/path' }],
        },
      )
  }
}
