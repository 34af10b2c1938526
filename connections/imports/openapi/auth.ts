import type { AuthSpec } from '#connections/vault'
import { resolved } from './pointer.ts'
import { isJson, textOf, type Document, type Json } from './read.ts'

/** The ways to sign in that a document names, each kind once; none when it names none that is known. */
export function authOf({ root }: Pick<Document, 'root'>): AuthSpec[] {
  const components = isJson(root['components']) ? root['components'] : {}
  const schemes = components['securitySchemes'] ?? root['securityDefinitions']
  const found = new Map<string, AuthSpec>()
  for (const raw of Object.values(isJson(schemes) ? schemes : {})) {
    const scheme = resolved(root, raw)
    for (const auth of scheme ? waysOf(scheme) : [])
      if (!found.has(auth.kind)) found.set(auth.kind, auth)
  }
  if (found.size === 0 || isOpen(root)) found.set('none', { kind: 'none' })
  return [...found.values()]
}

/** A document that asks for nothing at all. */
const isOpen = (root: Json): boolean =>
  Array.isArray(root['security']) && root['security'].length === 0

function waysOf(scheme: Json): AuthSpec[] {
  const type = textOf(scheme['type'])
  const name = textOf(scheme['name'])
  if (type === 'basic') return [{ kind: 'basic' }]
  if (type === 'http') {
    const how = textOf(scheme['scheme']).toLowerCase()
    return how === 'basic' ? [{ kind: 'basic' }] : how === 'bearer' ? [{ kind: 'bearer' }] : []
  }
  if (type === 'apiKey' && name && ['header', 'query'].includes(textOf(scheme['in'])))
    return /^authorization$/i.test(name)
      ? [{ kind: 'bearer', prefix: '' }]
      : [{ kind: 'api_key', in: scheme['in'] as 'header', name }]
  if (type === 'oauth2') return oauthOf(scheme)
  return []
}

function oauthOf(scheme: Json): AuthSpec[] {
  const flows = isJson(scheme['flows']) ? scheme['flows'] : { [textOf(scheme['flow'])]: scheme }
  const spec = (kind: 'oauth2_code' | 'oauth2_client', flow: unknown): AuthSpec[] => {
    if (!isJson(flow)) return []
    const scopes = isJson(flow['scopes']) ? Object.keys(flow['scopes']).slice(0, 100) : []
    const [authorizeUrl, tokenUrl] = [textOf(flow['authorizationUrl']), textOf(flow['tokenUrl'])]
    return [
      {
        kind,
        ...(isUrl(authorizeUrl) ? { authorizeUrl } : {}),
        ...(isUrl(tokenUrl) ? { tokenUrl } : {}),
        ...(scopes.length > 0 ? { scopes } : {}),
      },
    ]
  }
  return [
    ...spec('oauth2_code', flows['authorizationCode'] ?? flows['accessCode']),
    ...spec('oauth2_client', flows['clientCredentials'] ?? flows['application']),
  ]
}

const isUrl = (text: string): boolean => URL.canParse(text) && /^https?:/.test(text)

/** Where the service answers: what the document says, or beside where the document itself lies. */
export function serverOf({ root }: Pick<Document, 'root'>, from?: string): string | undefined {
  const url = saidBy(root)
  if (URL.canParse(url)) return /^https?:/.test(url) ? trimmed(url) : undefined
  if (!from || !URL.canParse(from)) return undefined
  return trimmed(new URL(url || '/', from).href)
}

function saidBy(root: Json): string {
  const [server] = Array.isArray(root['servers']) ? (root['servers'] as unknown[]) : []
  if (isJson(server)) {
    const variables = isJson(server['variables']) ? server['variables'] : {}
    return textOf(server['url']).replace(/\{([^}]+)\}/g, (_all, name: string) => {
      const variable = variables[name]
      return isJson(variable) ? String(variable['default'] ?? '') : ''
    })
  }
  const host = textOf(root['host'])
  const schemes = Array.isArray(root['schemes']) ? (root['schemes'] as unknown[]) : []
  const scheme = schemes.includes('https') || schemes.length === 0 ? 'https' : textOf(schemes[0])
  return host ? `${scheme}://${host}${textOf(root['basePath'])}` : textOf(root['basePath'])
}

const trimmed = (url: string): string => url.replace(/[/?#]+$/, '')
