import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import * as oidc from 'openid-client'
import { createHttp } from '#interface/http'
import { openEgress } from '#connections/egress'
import { tenon, type Cast } from '#kernel/testing'

/** The whole product on a port, and relying parties that are the unmodified `openid-client`. */
export interface Stand extends AsyncDisposable {
  readonly as: Cast
  readonly base: string
  /** A browser’s cookie jar, without a browser. */
  browser(): Jar
  /** A jar that somebody of the sample has signed in with. */
  signedIn(person: string): Promise<Jar>
  register(input?: Record<string, unknown>): Promise<App>
}
export interface App {
  readonly id: string
  readonly clientId: string
  readonly secret: string | undefined
  readonly config: oidc.Configuration
}

/** JSON of whatever was asked. */
// oxlint-disable-next-line typescript/no-explicit-any -- tests look into it as they like
export type Said = Record<string, any>

export const CALLBACK = 'http://127.0.0.1:9/cb'
const FREE = { caller: Infinity, address: Infinity, everyone: Infinity }

export async function openStand(): Promise<Stand> {
  await using stack = new AsyncDisposableStack()
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const egress = openEgress(['127.0.0.1'])
  const as = stack.use(await tenon([], { publicUrl: base, egress }))
  const http = await createHttp(as.kernel, { port, rates: FREE, publicUrl: base })
  stack.defer(() => http.close())
  const kept = stack.move()
  return {
    as,
    base,
    browser: () => new Jar(base),
    async signedIn(person) {
      const jar = new Jar(base)
      await jar.signIn(as, person)
      return jar
    },
    async register(input = {}) {
      const made = (await as.lin.call('oidc.client.register', {
        name: 'Ledger',
        kind: 'web',
        redirect_uris: [CALLBACK],
        ...input,
      })) as { id: string; client_id: string; secret?: string }
      const config = await oidc.discovery(
        new URL(base),
        made.client_id,
        undefined,
        made.secret === undefined ? oidc.None() : oidc.ClientSecretBasic(made.secret),
        { execute: [oidc.allowInsecureRequests] },
      )
      return { id: made.id, clientId: made.client_id, secret: made.secret, config }
    },
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/** Keeps cookies with their paths as a browser does, and follows redirects up to the relying party. */
export class Jar {
  readonly cookies = new Map<string, { value: string; path: string }>()
  readonly base: string
  constructor(base: string) {
    this.base = base
  }

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url, this.base)
    const cookie = [...this.cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ')
    const response = await fetch(new URL(url, this.base), {
      redirect: 'manual',
      ...init,
      headers: { accept: 'text/html', ...(cookie ? { cookie } : {}), ...init.headers },
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return response
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(/; */)
    const at = pair.indexOf('=')
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
    const path = attributes.find((each) => /^path=/i.test(each))?.slice(5) ?? '/'
    if (value === '') this.cookies.delete(name)
    else this.cookies.set(name, { value, path })
  }

  /** From our own page: with the header that no other site can send. */
  async post(path: string, body: unknown): Promise<{ status: number; body: Said }> {
    const form = typeof body === 'string'
    const response = await this.fetch(path, {
      method: 'POST',
      headers: {
        'x-tenon': '1',
        accept: 'application/json',
        'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
      },
      body: form ? body : JSON.stringify(body),
    })
    const text = await response.text()
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : { text } }
  }

  async get(path: string): Promise<Said> {
    const headers = { 'x-tenon': '1', accept: 'application/json' }
    return (await (await this.fetch(path, { headers })).json()) as Said
  }

  async signIn(as: Cast, person: string): Promise<void> {
    const rows = await as.owner(async (client) => {
      const found = await client.query<{ email: string }>(
        'SELECT email FROM directory.person WHERE id = $1',
        [as[person]!.id],
      )
      return found.rows
    })
    const { status, body } = await this.post('/api/identity.session.create', {
      login: rows[0]!.email,
      password: as.world.ids['identity.password'],
    })
    if (status !== 200) throw new Error(`${person} cannot sign in: ${JSON.stringify(body)}`)
  }

  /** Follows redirects of ours; answers where it ended: at the relying party, or on a page of ours. */
  async follow(url: string | URL): Promise<{ at: URL; response?: Response }> {
    let at = new URL(url, this.base)
    for (let hops = 0; hops < 15; hops++) {
      if (at.origin !== this.base) return { at }
      const response = await this.fetch(at.href)
      const to = response.headers.get('location')
      if (to === null) return { at, response }
      at = new URL(to, at)
      if (at.pathname.startsWith('/open/')) return { at }
    }
    throw new Error(`too many redirects, at last ${at.href}`)
  }
}

/** One sign-in as a relying party does it; `answer` plays the person on our pages. */
export interface Sign {
  readonly url: URL
  readonly verifier: string
  readonly state: string
  readonly nonce: string
}
export async function begin({ config }: App, more: Record<string, string> = {}): Promise<Sign> {
  const verifier = oidc.randomPKCECodeVerifier()
  const state = oidc.randomState()
  const nonce = oidc.randomNonce()
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...more,
  })
  return { url, verifier, state, nonce }
}

export const redeem = ({ config }: App, at: URL, sign: Sign) =>
  oidc.authorizationCodeGrant(config, at, {
    pkceCodeVerifier: sign.verifier,
    expectedState: sign.state,
    expectedNonce: sign.nonce,
  })

/** Goes through our pages as somebody who agrees to everything; ends at the relying party. */
export async function agree(jar: Jar, url: URL, said: Record<string, unknown> = {}): Promise<URL> {
  let { at } = await jar.follow(url)
  for (let pages = 0; at.pathname.startsWith('/open/oidc/') && pages < 5; pages++) {
    const path = at.pathname.replace('/open/oidc/', '/oidc/interaction/')
    const asked = await jar.get(path)
    const answers: Record<string, unknown> = {
      choose: { do: 'choose', person: asked['persons']?.[0]?.person },
      consent: { do: 'allow' },
      nothing: { do: 'go-on' },
    }
    const { status, body } = await jar.post(path, {
      ...(answers[asked['need']] as object),
      ...said,
    })
    if (status !== 200) throw new Error(`${asked['need']}: ${JSON.stringify(body)}`)
    at = (await jar.follow(body['to'])).at
  }
  return at
}

export async function signInTo(app: App, jar: Jar, more: Record<string, string> = {}) {
  const sign = await begin(app, more)
  const at = await agree(jar, sign.url)
  return redeem(app, at, sign)
}
