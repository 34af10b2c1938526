/**
 * What a foreign service is to us, as plain data: how one signs in there, where it is asked and how fast.
 * A module says `contributes: { [CONNECTOR]: [defineConnector({ … })] }`.
 */
export interface ConnectorSpec {
  /** `github`: short, and known to nobody twice. */
  readonly id: string
  readonly title: string
  /** Its name in Chinese, where it has one. */
  readonly zh?: string
  readonly publisher: string
  readonly icon?: string
  /** Ways to sign in, the best first; each kind once. */
  readonly auth: readonly AuthSpec[]
  /** `https://api.github.com`, or `https://*.example.com`: the only places where its credential goes. None: each account names its own. */
  readonly origins: readonly string[]
  readonly rate?: RateSpec
  /** Where to read how to get a credential. */
  readonly docs?: string
  /** A request that changes nothing and succeeds with a good credential. */
  readonly test?: { readonly url: string; readonly method?: 'GET' | 'HEAD' | 'POST' }
}
export interface RateSpec {
  readonly requests: number
  readonly seconds: number
  /** At once, after a pause; default: one second's worth. */
  readonly burst?: number
}

export type AuthSpec =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'api_key' } & Place)
  | { readonly kind: 'basic' }
  | { readonly kind: 'bearer'; readonly prefix?: string }
  | HmacSpec
  | CustomSpec
  | OAuthSpec

export type AuthKind = AuthSpec['kind']
export const AUTH_KINDS = [
  'none',
  'api_key',
  'basic',
  'bearer',
  'hmac',
  'custom',
  'oauth2_code',
  'oauth2_client',
] as const satisfies readonly AuthKind[]

/** In the path, the address has `{key}` where the key belongs. */
export interface Place {
  readonly in?: 'header' | 'query' | 'path'
  readonly name?: string
  readonly prefix?: string
}

/** Ways in which requests are signed with a shared secret. */
export const SCHEMES = ['body', 'standard-webhooks', 'dingtalk', 'feishu'] as const
export interface HmacSpec {
  readonly kind: 'hmac'
  readonly scheme: (typeof SCHEMES)[number]
  /** Scheme `body`: the header with the hexadecimal SHA-256 HMAC of the body, and what stands before it. */
  readonly header?: string
  readonly prefix?: string
  /** A key beside the signing secret, as robots of chat services have. */
  readonly key?: Place
  /** The service also takes unsigned requests. */
  readonly optional?: true
}

export interface FieldSpec {
  readonly name: string
  readonly title: string
  readonly zh?: string
  /** Sealed, and never shown again. */
  readonly secret?: true
  readonly optional?: true
}
export interface CustomSpec {
  readonly kind: 'custom'
  readonly fields: readonly FieldSpec[]
  /** `{ 'x-tenant': '{tenant}' }`: fields by name between braces. */
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  /** The client of its protocol (SQL, mail) signs in by itself and is given the fields. */
  readonly lends?: true
}

export interface OAuthSpec {
  readonly kind: 'oauth2_code' | 'oauth2_client'
  readonly authorizeUrl?: string
  readonly tokenUrl?: string
  readonly scopes?: readonly string[]
  /** Between scopes; a space, as the standard says, unless the service wants another. */
  readonly separator?: string
  /** How the app shows its secret at the token endpoint. */
  readonly clientAuth?: 'basic' | 'post' | 'none'
  /** Further parameters of the consent page, e.g. `{ access_type: 'offline' }`. */
  readonly params?: Readonly<Record<string, string>>
  /** Compared with `iss` of the answer (RFC 9207) when the service sends it. */
  readonly issuer?: string
  /** Where the token goes; default `Authorization: Bearer`. */
  readonly place?: Place
}

export interface Connector extends ConnectorSpec {
  readonly type: 'connector'
}

/** Under this name modules contribute connectors. */
export const CONNECTOR = 'vault.connector'

export function defineConnector(spec: ConnectorSpec): Connector {
  const kinds = spec.auth.map(({ kind }) => kind)
  if (new Set(kinds).size !== kinds.length)
    throw new Error(`connector ${spec.id}: a way to sign in stands there twice`)
  for (const origin of spec.origins)
    if (!ORIGIN.test(origin))
      throw new Error(`connector ${spec.id}: “${origin}” is no origin: https://host[:port]`)
  return Object.freeze({ ...spec, type: 'connector' as const })
}

/** A host, or everything below one; `*.` only in front of a name with a dot in it. */
export const ORIGIN =
  /^https?:\/\/(\*\.[a-z0-9-]+(\.[a-z0-9-]+)+|[a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/
