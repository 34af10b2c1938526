import { moduleActor, TenonError, type Actor, type Kernel, type MountSpec } from '#kernel'
import { markAccount } from '../actions/account.mark.ts'
import { takeAuthorization } from '../actions/authorization.take.ts'
import { storeTokens } from '../actions/token.store.ts'
import { isOAuth } from '../connectors.ts'
import { hostsOf } from '../settings.ts'
import { openAccount } from '../use.ts'
import { callbackOf } from './state.ts'
import { requestToken } from './token.ts'

const PAGE = '/me/linked-accounts'

/** Where services send people back to. It answers with nothing but the way to the page. */
export const callback: MountSpec = {
  path: '/vault/',
  bodyMax: 1024,
  ratePerMinute: 60,
  async answer({ raw, url, actor }, response, kernel) {
    if (raw.method !== 'GET' || url.pathname !== '/vault/callback') {
      response.writeHead(404).end()
      return
    }
    const to = await finish(kernel, await actor(), url.searchParams).catch((error: unknown) => {
      if (!(error instanceof TenonError)) throw error
      return `${PAGE}?problem=${encodeURIComponent(error.code)}`
    })
    // Neither the code nor the state goes on to anybody by way of a referrer or a cache.
    response.writeHead(303, {
      location: `${kernel.publicUrl}${to}`,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    response.end()
  },
}

async function finish(kernel: Kernel, actor: Actor, said: URLSearchParams): Promise<string> {
  if (actor.kind !== 'person') return `${PAGE}?problem=unauthenticated`
  const state = said.get('state') ?? ''
  const { account, verifier } = await kernel.call(
    takeAuthorization,
    { state: state.slice(0, 200) },
    actor,
    {
      door: 'module',
    },
  )
  const page = `${PAGE}/${account}`
  const code = said.get('code')
  if (!code) return `${page}?problem=denied`
  const using = await openAccount(kernel, { org: actor.org, actor, account }, 'callback')
  if (!isOAuth(using.auth)) return `${page}?problem=invalid`
  const issuer = said.get('iss')
  if (issuer && using.auth.issuer && issuer !== using.auth.issuer) return `${page}?problem=issuer`
  const as = moduleActor('vault', actor.org, ['vault.keep'], actor.id)
  const hosts = await hostsOf(kernel, actor.org)
  const answer = await requestToken(
    kernel,
    { auth: using.auth, credential: using.credential, hosts },
    {
      grant_type: 'authorization_code',
      code: code.slice(0, 4000),
      redirect_uri: callbackOf(kernel.publicUrl),
      code_verifier: verifier,
    },
  )
  if (answer.kind !== 'tokens') {
    await kernel.call(markAccount, { account, state: 'exhausted', error: answer.error }, as, {
      door: 'module',
    })
    return `${page}?problem=refused`
  }
  await kernel.call(
    storeTokens,
    {
      account,
      tokens: answer.tokens,
      ...(answer.expiresAt === undefined
        ? {}
        : { expires_at: new Date(answer.expiresAt).toISOString() }),
    },
    as,
    { door: 'module' },
  )
  return `${page}?connected`
}
