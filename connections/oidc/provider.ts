import { timingSafeEqual } from 'node:crypto'
import { Provider, interactionPolicy, type Client, type Context } from 'oidc-provider'
import { OPERATOR_ORG, moduleActor, type Kernel } from '#kernel'
import { noteSignIn } from './actions/sign_in.note.ts'
import { queueLogouts } from './actions/logout.queue.ts'
import { adapterOf, finish } from './adapter.ts'
import { hashOf } from './store.ts'
import { clientRow } from './clients.ts'
import { grantFor } from './consents.ts'
import { INTROSPECTION } from './introspection.ts'
import { keysOf, openKeys } from './keys.ts'
import { errorPage, farewellPage } from './pages-of-our-own.ts'
import { claimsOf, personOf } from './people.ts'
import { subjectAt } from './subjects.ts'
import { unitNow } from './unit.ts'
import { CLAIMS, SIGN_IN_SCOPES } from './scopes.ts'
import { FIRST_FACTOR, INTERACTION_S, SECOND_FACTOR, SESSION_S } from './sessions.ts'

/** How long another node may go on signing with the keys that were just replaced. */
const KEYS_BELIEVED_MS = 5_000
/** Opaque tokens end the moment they are revoked, so they need not be very short. */
const ACCESS_S = 3_600
const CLIENT_CREDENTIALS_S = 600
const CODE_S = 60
const REFRESH_S = 30 * 86_400
/** However often refreshed, consent is looked at anew after this. */
const GRANT_S = 90 * 86_400

interface Made {
  readonly provider: Provider
  readonly newest: string
  checkedAt: number
}
interface Issuing {
  /** What the provider knows is fixed when it is made; rights of organisations' own apps come later. */
  readonly scopes: Set<string>
  made?: Promise<Made>
}
const issuing = new WeakMap<Kernel['registry'], Issuing>()

/** The one issuer of this server, made anew when its keys are others or a client comes with a right it does not know. */
export async function providerOf(kernel: Kernel, clientId?: string): Promise<Provider> {
  let known = issuing.get(kernel.registry)
  if (!known) {
    known = { scopes: new Set([...SIGN_IN_SCOPES, ...kernel.registry.scopes.keys()]) }
    issuing.set(kernel.registry, known)
  }
  const client = clientId === undefined ? undefined : await clientRow(kernel, clientId)
  const strange = client?.scopes.filter((scope) => !known.scopes.has(scope)) ?? []
  if (strange.length) {
    for (const scope of strange) known.scopes.add(scope)
    delete known.made
  }
  const before = known.made
  const current = await before?.catch(() => undefined)
  if (current && Date.now() - current.checkedAt < KEYS_BELIEVED_MS) return current.provider
  if (known.made === before) known.made = build(kernel, known.scopes, current)
  return (await known.made!).provider
}

async function build(
  kernel: Kernel,
  scopes: ReadonlySet<string>,
  current: Made | undefined,
): Promise<Made> {
  const rows = await keysOf(kernel)
  const newest = rows[0]!.id
  const checkedAt = Date.now()
  if (current?.newest === newest) return { ...current, checkedAt }
  return {
    provider: makeProvider(kernel, openKeys(kernel, rows), new Set(scopes)),
    newest,
    checkedAt,
  }
}

function makeProvider(
  kernel: Kernel,
  keys: readonly object[],
  scopes: ReadonlySet<string>,
): Provider {
  const secure = kernel.publicUrl.startsWith('https:')
  const cookie = { httpOnly: true, sameSite: 'lax', ...(secure ? { secure } : {}) }
  const provider = new OurProvider(kernel.publicUrl, {
    adapter: adapterOf(kernel, scopes),
    jwks: { keys },
    scopes,
    claims: { acr: null, amr: null, auth_time: null, iss: null, sid: null, ...CLAIMS },
    acrValues: [FIRST_FACTOR, SECOND_FACTOR],
    responseTypes: ['code'],
    subjectTypes: ['public', 'pairwise'],
    pairwiseIdentifier: (_ctx: Context, person: string, client: Client) =>
      subjectAt(kernel, client.clientId, person),
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: (_ctx: Context, client: Client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: (_ctx: Context, source: { scopes: ReadonlySet<string> }) =>
      !source.scopes.has('offline_access'),
    // A redirect is always named, and compared letter by letter.
    allowOmittingSingleRegisteredRedirectUri: false,
    cookies: {
      names: {
        session: 'tenon_oidc',
        interaction: 'tenon_oidc_asked',
        resume: 'tenon_oidc_resume',
      },
      long: cookie,
      short: cookie,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      resourceIndicators: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: askWhetherToSignOut,
        postLogoutSuccessSource: farewellPage,
      },
    },
    ttl: {
      AccessToken: ACCESS_S,
      AuthorizationCode: CODE_S,
      ClientCredentials: CLIENT_CREDENTIALS_S,
      IdToken: ACCESS_S,
      Interaction: INTERACTION_S,
      RefreshToken: REFRESH_S,
      Grant: GRANT_S,
      Session: SESSION_S,
    },
    routes: {
      authorization: '/oidc/auth',
      end_session: '/oidc/session/end',
      jwks: '/oidc/jwks',
      pushed_authorization_request: '/oidc/request',
      revocation: '/oidc/token/revocation',
      token: '/oidc/token',
      userinfo: '/oidc/me',
    },
    interactions: {
      policy: policy(),
      url: (_ctx: Context, { uid }: { uid: string }) => `/oidc/interaction/${uid}`,
    },
    clientBasedCORS: (_ctx: Context, origin: string, client: Client) =>
      client.clientAuthMethod === 'none' &&
      client.redirectUris.some((uri) => URL.parse(uri)?.origin === origin),
    loadExistingGrant: (ctx: Context) => grantFor(kernel, ctx),
    async findAccount(_ctx: Context, accountId: string) {
      const person = await personOf(kernel, accountId)
      return person && { accountId, claims: async () => claimsOf(person) }
    },
    extraTokenClaims: () => undefined,
    renderError: errorPage,
    // Nothing of a client is fetched; what goes out goes out by jobs, through egress.
    fetch: () => Promise.reject(new Error('the provider asks nobody')),
  })
  provider.proxy = true
  ours(provider, kernel)
  return provider
}

/** Our sign-in names the session, so its name stays. */
class OurProvider extends Provider {
  #session: Provider['Session'] | undefined
  override get Session(): Provider['Session'] {
    if (!this.#session) {
      const Base = super.Session
      this.#session = class Session extends (Base as new (payload: object) => object) {
        resetIdentifier(): void {}
      } as unknown as Provider['Session']
    }
    return this.#session
  }
}

function policy() {
  const { Check, Prompt, base } = interactionPolicy
  const prompts = base()
  prompts.get('login').checks.add(
    new Check('second_factor', 'a second factor was asked for', 'login_required', (ctx) => {
      const wanted = ctx.oidc.params['acr_values']?.split(' ')[0] === SECOND_FACTOR
      if (wanted && ctx.oidc.acr !== SECOND_FACTOR && !ctx.oidc.result?.['login'])
        return Check.REQUEST_PROMPT
      return Check.NO_NEED_TO_PROMPT
    }),
  )
  prompts.add(new Prompt({ name: 'select_account', requestable: true }), 0)
  return prompts
}

/** Which app asks, and what proves that the question was ours, go behind the `#`. */
function askWhetherToSignOut(ctx: Context, form: string): void {
  const [, xsrf = ''] = /name="xsrf" value="(\w+)"/.exec(form) ?? []
  const name = encodeURIComponent(ctx.oidc.client?.clientName ?? '')
  ctx.status = 303
  ctx.redirect(`/open/oidc/sign-out#xsrf=${xsrf}&name=${name}`)
}

function ours(provider: Provider, kernel: Kernel): void {
  Object.assign(provider.Client.prototype, {
    compareClientSecret(this: Client, actual: string): boolean {
      const [a, b] = [Buffer.from(hashOf(actual)), Buffer.from(this.clientSecret ?? '')]
      return a.length === b.length && timingSafeEqual(a, b)
    },
    async backchannelLogout(this: Client, person: string, sid: string): Promise<void> {
      const told = [{ client: this.clientId, person, sid }]
      const us = moduleActor('oidc', OPERATOR_ORG, ['oidc.use'])
      await kernel.call(queueLogouts, { told }, us, { door: 'module' })
    },
  })
  provider.use(async (ctx, next) => {
    await next()
    const unit = unitNow()
    if (unit && ctx.status === 200 && !(await finish(kernel, unit))) {
      ctx.status = 400
      ctx.body = { error: 'invalid_grant', error_description: 'it was used already' }
    }
    // Rights of organisations’ own apps are their business.
    if (ctx.oidc?.route === 'discovery')
      Object.assign(ctx.body as object, {
        scopes_supported: SIGN_IN_SCOPES,
        introspection_endpoint: `${kernel.publicUrl}${INTROSPECTION}`,
      })
  })
  provider.on('authorization.success', (ctx: Context) => {
    const { session, client } = ctx.oidc
    if (!session.accountId) return
    void noted(kernel, session.accountId, client).catch((error: unknown) =>
      kernel.log.warn({ error: String(error) }, 'a sign-in to an app was not noted'),
    )
  })
  provider.on('backchannel.error', (_ctx: Context, error: Error, client: Client) =>
    kernel.log.warn({ error: String(error), client: client.clientId }, 'a sign-out was not queued'),
  )
  provider.on('server_error', (_ctx: Context, error: Error) =>
    kernel.log.error({ error: error.stack ?? String(error) }, 'the OpenID provider failed'),
  )
}

async function noted(kernel: Kernel, accountId: string, client: Client): Promise<void> {
  const person = await personOf(kernel, accountId)
  const actor = person && (await kernel.actorOf(person.org, person.id))
  if (!actor) return
  const input = { client: client.clientId, name: client.clientName ?? '' }
  await kernel.call(noteSignIn, input, actor, { door: 'module' })
}
