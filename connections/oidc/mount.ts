import type { ServerResponse } from 'node:http'
import { fail, type Kernel, type MountRequest, type MountSpec } from '#kernel'
import { answerInteraction } from './interaction.ts'
import { INTROSPECTION, introspect } from './introspection.ts'
import { bringSession } from './sessions.ts'
import { inUnit } from './unit.ts'

/** The longest request is a pushed one with a signed-in person’s many parameters. */
const BODY_MAX = 64 * 1024
/** A relying party’s server asks for all of its people from one address. */
const PER_MINUTE = 12_000

/** Where who is signed in matters: elsewhere clients speak for themselves. */
const WITH_SESSION = /^\/oidc\/(auth|session\/end)(\/|$)/

export const mount: MountSpec = {
  path: '/oidc/',
  also: ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'],
  bodyMax: BODY_MAX,
  ratePerMinute: PER_MINUTE,
  async answer(request, response, kernel) {
    const { raw, url } = request
    if (url.pathname === INTROSPECTION) return introspect(kernel, request, response)
    const { providerOf } = await loaded()
    const provider = await providerOf(kernel, clientIn(request))
    if (url.pathname.startsWith('/oidc/interaction/'))
      return answerInteraction(kernel, provider, request, response)
    // RFC 8414 has the same document under a name of its own.
    if (url.pathname === '/.well-known/oauth-authorization-server')
      raw.url = '/.well-known/openid-configuration'
    publicly(kernel, request)
    const actor = WITH_SESSION.test(url.pathname)
      ? await bringSession(kernel, provider, request)
      : undefined
    const ending = actor && endsOurs(request) ? actor : undefined
    keepCookies(response, provider.cookieName('session'))
    if (ending) response.setHeader('set-cookie', CLEARED)
    // The page of ours that asks cannot follow a redirect to another site; it goes there itself.
    if (raw.headers['x-tenon'] === '1') redirectAsJson(response)
    replay(request)
    response.setHeader('content-security-policy', POLICY)
    const answer = () => provider.callback()(raw, response)
    await (url.pathname === '/oidc/token' ? inUnit(answer) : answer())
    if (ending) await kernel.call('identity.session.end', {}, ending, { door: 'http' })
  },
}

/** Loaded when first needed: a server that signs nobody in to apps starts and stays without it. */
let providing: Promise<typeof import('./provider.ts')> | undefined
const loaded = () => (providing ??= import('./provider.ts'))

/** `script-src` is there for the provider to add the hash of the line that posts a form. */
const POLICY = "default-src 'none'; script-src 'none'; frame-ancestors 'none'"
const CLEARED = ['tenon_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0']

/** The door has read the body; the provider reads it once more. */
function replay({ raw, body }: MountRequest): void {
  Object.defineProperties(raw, {
    readable: { value: true },
    iterator: {
      value: async function* () {
        if (body.length) yield Buffer.from(body)
      },
    },
  })
}

/** Who asks, by whichever way it says so. */
function clientIn({ raw, url, body }: MountRequest): string | undefined {
  const [, basic] = /^basic +([\w+/=-]+)$/i.exec(raw.headers.authorization ?? '') ?? []
  if (basic !== undefined) return Buffer.from(basic, 'base64').toString().split(':', 1)[0]
  const named = url.searchParams.get('client_id')
  if (named !== null || raw.method !== 'POST') return named ?? undefined
  return new URLSearchParams(Buffer.from(body).toString()).get('client_id') ?? undefined
}

/** Its addresses are the public ones, whatever name or port the request came by. */
function publicly(kernel: Kernel, { raw }: MountRequest): void {
  const { protocol, host } = new URL(kernel.publicUrl)
  raw.headers['x-forwarded-proto'] = protocol.slice(0, -1)
  raw.headers['x-forwarded-host'] = host
}

/** Signing out of an app was answered with “of everything”. */
function endsOurs({ raw, url, body }: MountRequest): boolean {
  if (raw.method !== 'POST' || url.pathname !== '/oidc/session/end/confirm') return false
  if (raw.headers['x-tenon'] !== '1')
    throw fail('forbidden', 'Signing out is confirmed on our own page only.')
  return new URLSearchParams(Buffer.from(body).toString()).has('logout')
}

/** The session that stands for our sign-in is never handed out. */
function keepCookies(response: ServerResponse, session: string): void {
  const set = response.setHeader.bind(response)
  response.setHeader = (name, value) => {
    if (name.toLowerCase() !== 'set-cookie' || !Array.isArray(value)) return set(name, value)
    const ours = value.filter((each: string) => !each.startsWith(`${session}=t.`))
    return ours.length ? set(name, ours) : response
  }
}

function redirectAsJson(response: ServerResponse): void {
  const end = response.end.bind(response) as (...parts: unknown[]) => ServerResponse
  response.end = ((...parts: unknown[]) => {
    const to = response.getHeader('location')
    if (response.headersSent || to === undefined) return end(...parts)
    response.statusCode = 200
    response.removeHeader('location')
    response.removeHeader('content-length')
    response.setHeader('content-type', 'application/json')
    return end(JSON.stringify({ to }))
  }) as ServerResponse['end']
}
