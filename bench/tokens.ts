import * as oidc from 'openid-client'
import { Jar, signInTo, type App } from '../connections/oidc/testing/stand.ts'
import { openSite } from './child.ts'
import type { Bench } from './measure.ts'
import { PASSWORD } from './password.ts'

/** Requests under way at once. */
const AT_ONCE = 16
const SCOPE = 'directory.read'

export const bench: Bench = {
  name: 'tokens',
  says: 'what the OpenID provider issues, refreshes and answers for apps, over HTTP',
  async run(short) {
    await using site = await openSite({ people: 1 })
    const { url, founder, people } = site.opened
    const ms = short ? 1_500 : 6_000
    const rounds = short ? 1 : 5
    const register = async (input: object): Promise<App> => {
      const response = await fetch(`${url}/api/oidc.client.register`, {
        method: 'POST',
        headers: { authorization: `Bearer ${founder}`, 'content-type': 'application/json' },
        body: JSON.stringify({ scopes: [SCOPE], ...input }),
      })
      const made = (await response.json()) as { id: string; client_id: string; secret: string }
      const config = await oidc.discovery(
        new URL(url),
        made.client_id,
        undefined,
        oidc.ClientSecretBasic(made.secret),
        { execute: [oidc.allowInsecureRequests] },
      )
      return { id: made.id, clientId: made.client_id, secret: made.secret, config }
    }
    const service = await register({ name: 'Service', kind: 'service' })
    const web = await register({
      name: 'Web',
      kind: 'web',
      redirect_uris: ['http://127.0.0.1:9/cb'],
    })
    const jar = new Jar(url)
    await jar.post('/api/identity.session.create', { login: people[0]!.email, password: PASSWORD })
    // Each lane has a chain of its own: a refresh token is used once.
    const chains: string[] = []
    for (let lane = 0; lane < AT_ONCE; lane++)
      chains.push((await signInTo(web, jar)).refresh_token!)
    const { access_token: token } = await oidc.clientCredentialsGrant(service.config, {
      scope: SCOPE,
    })
    const post = poster(url)
    const works = {
      'client credentials': async () => {
        await post('/oidc/token', service, { grant_type: 'client_credentials', scope: SCOPE })
      },
      'refreshes, each with a new refresh token and id token': async (lane: number) => {
        const answer = await post('/oidc/token', web, {
          grant_type: 'refresh_token',
          refresh_token: chains[lane]!,
        })
        chains[lane] = answer['refresh_token'] as string
      },
      introspections: async () => {
        const answer = await post('/oidc/token/introspection', service, { token })
        if (answer['active'] !== true) throw new Error('the token is not active')
      },
    }
    const bars = [600, 500, 3_000]
    const found = new Map<string, number[]>()
    for (let round = 0; round < rounds; round++)
      for (const [name, work] of Object.entries(works))
        found.set(name, [...(found.get(name) ?? []), await busy(work, ms)])
    return Object.keys(works).map((what, index) => ({
      what,
      unit: '/s',
      tenon: found.get(what)!,
      bar: { at: bars[index]!, better: 'more' as const },
      note: `${AT_ONCE} at once`,
    }))
  },
}

async function busy(work: (lane: number) => Promise<void>, ms: number): Promise<number> {
  const started = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, lane) => {
      while (performance.now() - started < ms) {
        await work(lane)
        done++
      }
    }),
  )
  return done / ((performance.now() - started) / 1000)
}

/** As a relying party's server asks; `openid-client` would cost more than what is measured. */
function poster(url: string) {
  return async (
    path: string,
    app: App,
    form: Record<string, string>,
  ): Promise<Record<string, unknown>> => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${app.clientId}:${app.secret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams(form).toString(),
    })
    const answer = (await response.json()) as Record<string, unknown>
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`)
    return answer
  }
}
