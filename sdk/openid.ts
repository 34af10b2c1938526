import { createPublicKey, verify, type JsonWebKey } from 'node:crypto'

/** As whom you ask: an OpenID Connect client of the one organisation. */
export interface SignInAt {
  readonly issuer: string
  readonly client_id: string
  readonly client_secret: string
  readonly scope: string
  /** Registered letter by letter. */
  readonly redirect_uri: string
}
export type Claims = Readonly<Record<string, unknown>>

const TIMEOUT_MS = 10_000
/** Where things are at the issuer, and its keys, are asked for anew after this. */
const KNOWN_MS = 3_600_000
/** Clocks differ. */
const LEEWAY_S = 60

interface Issuer {
  readonly issuer: string
  readonly pushed_authorization_request_endpoint: string
  readonly token_endpoint: string
  readonly userinfo_endpoint: string
  readonly jwks_uri: string
}
type Key = JsonWebKey & { readonly kid?: string }

/** What a relying party needs of OpenID Connect and no more: a question, an answer, and tokens that are believed. */
export function makeOpenId() {
  const issuers = new Map<string, { at: number; value: Promise<Issuer> }>()
  const keys = new Map<string, { at: number; value: Promise<Key[]> }>()

  const issuerOf = ({ issuer }: SignInAt): Promise<Issuer> =>
    kept(issuers, issuer, async () => {
      const said = await json<Issuer>(`${issuer}/.well-known/openid-configuration`)
      if (said.issuer !== issuer) throw new Error('Another issuer answered.')
      return said
    })

  async function keyOf(at: SignInAt, kid: unknown): Promise<Key> {
    const { jwks_uri: uri } = await issuerOf(at)
    const read = async () => (await json<{ keys: Key[] }>(uri)).keys
    const find = (all: Key[]) => all.find((each) => each.kid === kid)
    const known = find(await kept(keys, uri, read))
    if (known) return known
    // Keys change; of one that nobody knows, the newest list decides.
    keys.delete(uri)
    const found = find(await kept(keys, uri, read))
    if (!found) throw new Error('It is signed with a key that the issuer does not have.')
    return found
  }

  return {
    /** RFC 9126: the question itself, server to server; answers its name. */
    async push(at: SignInAt, question: Readonly<Record<string, string>>): Promise<string> {
      const { pushed_authorization_request_endpoint: to } = await issuerOf(at)
      const said = await json<{ request_uri: string }>(to, at, {
        client_id: at.client_id,
        response_type: 'code',
        redirect_uri: at.redirect_uri,
        scope: at.scope,
        ...question,
      })
      return said.request_uri
    },

    async redeem(at: SignInAt, code: string, verifier: string) {
      return json<{ access_token: string; id_token: string }>(
        (await issuerOf(at)).token_endpoint,
        at,
        {
          grant_type: 'authorization_code',
          code,
          code_verifier: verifier,
          redirect_uri: at.redirect_uri,
        },
      )
    },

    async about(at: SignInAt, token: string): Promise<Claims> {
      const { userinfo_endpoint: to } = await issuerOf(at)
      return read(
        await fetch(to, {
          headers: { authorization: `Bearer ${token}` },
          signal: AbortSignal.timeout(TIMEOUT_MS),
        }),
      )
    },

    /** What a token of the issuer's says, for this client and now. */
    async believed(at: SignInAt, token: string): Promise<Claims> {
      const [head = '', body = '', signature = ''] = token.split('.')
      const { alg, kid } = part(head)
      if (alg !== 'RS256' && alg !== 'ES256')
        throw new Error('It is signed in no way that is known.')
      const key = createPublicKey({ key: await keyOf(at, kid), format: 'jwk' })
      if (key.asymmetricKeyType !== (alg === 'RS256' ? 'rsa' : 'ec'))
        throw new Error('Another key.')
      const right = verify(
        'sha256',
        Buffer.from(`${head}.${body}`),
        { key, dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64url'),
      )
      const claims = part(body)
      const now = Date.now() / 1000
      const ours = claims['iss'] === at.issuer && claims['aud'] === at.client_id
      if (!right || !ours || !(Number(claims['exp']) + LEEWAY_S > now))
        throw new Error('The token is not believed.')
      return claims
    },
  }
}

/** For whom a token says it is, before it is believed: to find the installation. */
export const audienceOf = (token: string): unknown => part(token.split('.')[1] ?? '')['aud']

function part(text: string): Claims {
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as Claims
}

async function kept<V>(
  all: Map<string, { at: number; value: Promise<V> }>,
  name: string,
  make: () => Promise<V>,
): Promise<V> {
  const known = all.get(name)
  if (known && Date.now() - known.at < KNOWN_MS) return known.value
  const value = make()
  all.set(name, { at: Date.now(), value })
  value.catch(() => all.delete(name))
  return value
}

/** A GET, or a form sent as the client. */
async function json<V>(
  url: string,
  at?: SignInAt,
  form?: Readonly<Record<string, string>>,
): Promise<V> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  if (!at) return (await read(await fetch(url, { signal }))) as V
  const basic = [at.client_id, at.client_secret].map(encodeURIComponent).join(':')
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(basic).toString('base64')}`,
    },
    body: new URLSearchParams(form).toString(),
    signal,
  })
  return (await read(answer)) as V
}

async function read(answer: Response): Promise<Claims> {
  const said = (await answer.json().catch(() => ({}))) as Claims
  if (!answer.ok)
    throw new Error(
      `The issuer answered ${answer.status}: ${String(said['error_description'] ?? said['error'])}`,
    )
  return said
}
