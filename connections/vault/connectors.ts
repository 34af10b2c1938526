import { fail, type Registry } from '#kernel'
import { isAmong } from '#kernel/egress'
import { CONNECTOR, ORIGIN, type AuthKind, type AuthSpec, type Connector } from './connector.ts'

/** Every connector of an organisation: the server's, and those of what it installed or imported. */
export function connectorsOf(registry: Registry): readonly Connector[] {
  const all = [...registry.modules.values()].flatMap(
    ({ contributes }) => (contributes?.[CONNECTOR] ?? []) as readonly Connector[],
  )
  return [...new Map(all.map((each) => [each.id, each])).values()]
}

export function connectorOf(registry: Registry, id: string): Connector {
  const found = connectorsOf(registry).find((each) => each.id === id)
  if (!found)
    throw fail(
      'notFound',
      `There is no connector ${id.slice(0, 60)}.`,
      'See the catalogue for what there is.',
    )
  return found
}

/** The connector's way of signing in, with what this account sets where the connector leaves it open. */
export function authOf(
  connector: Connector,
  kind: string,
  parameters: Readonly<Record<string, string>> = {},
): AuthSpec {
  const spec = connector.auth.find((each) => each.kind === kind)
  if (!spec)
    throw fail(
      'invalid',
      `${connector.title} does not sign in this way.`,
      'Choose one of the ways that it offers.',
    )
  if (connector.origins.length > 0 && !isOAuth(spec)) return spec
  const { in: place, name, prefix, header, scheme, authorize_url, token_url, scopes } = parameters
  if (spec.kind === 'api_key')
    return {
      ...spec,
      ...(place ? { in: place as 'header' } : {}),
      ...(name ? { name } : {}),
      ...(prefix === undefined ? {} : { prefix }),
    }
  if (spec.kind === 'hmac')
    return {
      ...spec,
      ...(scheme ? { scheme: scheme as 'body' } : {}),
      ...(header ? { header } : {}),
      ...(prefix === undefined ? {} : { prefix }),
    }
  if (isOAuth(spec))
    return {
      ...spec,
      // What the connector says is not for an account to change: a token endpoint gets the secret.
      ...(!spec.authorizeUrl && authorize_url ? { authorizeUrl: authorize_url } : {}),
      ...(!spec.tokenUrl && token_url ? { tokenUrl: token_url } : {}),
      ...(scopes ? { scopes: scopes.split(/[\s,]+/).filter(Boolean) } : {}),
    }
  return spec
}

export const isOAuth = (spec: AuthSpec): spec is Extract<AuthSpec, { kind: `oauth2_${string}` }> =>
  spec.kind === 'oauth2_code' || spec.kind === 'oauth2_client'
export const isOAuthKind = (kind: string): kind is AuthKind => kind.startsWith('oauth2_')

/** Whether an account's credential may go there: scheme, host and port as they were named. */
export function isFor(origins: readonly string[], url: URL): boolean {
  return origins.some((each) => {
    const [, scheme, host, port = ''] =
      /^(https?):\/\/(\*\.[^:/]+|\[[^\]]+\]|[^:/]+)(?::(\d+))?$/.exec(each) ?? []
    if (!scheme || url.protocol !== `${scheme}:`) return false
    const ports = scheme === 'https' ? '443' : '80'
    return (url.port || ports) === (port || ports) && isAmong(url.hostname, [host!])
  })
}

export const isOrigin = (text: string): boolean => ORIGIN.test(text)
