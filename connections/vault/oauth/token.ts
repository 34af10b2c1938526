import { TenonError, type Kernel } from '#kernel'
import type { EgressAnswer } from '#kernel/egress'
import type { OAuthSpec } from '../connector.ts'
import type { Credential } from '../credential.ts'

/** Shorter than the lease under which a token is renewed, so that whoever holds it hears the answer in time. */
const TIMEOUT_MS = 15_000

export type TokenAnswer =
  | { readonly kind: 'tokens'; readonly tokens: Credential; readonly expiresAt: number | undefined }
  /** Only a person can help: consent withdrawn, app removed, secret changed. */
  | { readonly kind: 'ended'; readonly error: string }
  /** The next try may succeed. */
  | { readonly kind: 'later'; readonly error: string; readonly againMs: number | undefined }

interface Asked {
  readonly auth: OAuthSpec
  readonly credential: Credential
  readonly hosts?: readonly string[] | undefined
}

/** One request to a token endpoint (RFC 6749), and what its answer means. */
export async function requestToken(
  kernel: Kernel,
  { auth, credential, hosts }: Asked,
  params: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
  const { client_id = '', client_secret } = credential
  const way = auth.clientAuth ?? (client_secret ? 'basic' : 'none')
  const body = new URLSearchParams(params)
  if (way !== 'basic') body.set('client_id', client_id)
  if (way === 'post' && client_secret) body.set('client_secret', client_secret)
  const pair = [client_id, client_secret ?? ''].map(encodeURIComponent).join(':')
  const answer = await kernel.egress
    .fetch(auth.tokenUrl ?? '', {
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        ...(way === 'basic'
          ? { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
          : {}),
      },
      body: body.toString(),
      timeoutMs: TIMEOUT_MS,
      ...(hosts ? { hosts } : {}),
    })
    .catch((error: unknown) => {
      if (error instanceof TenonError) return error
      throw error
    })
  if (!(answer instanceof TenonError)) return meaning(answer, Date.now())
  return answer.kind === 'unavailable'
    ? { kind: 'later', error: 'The token endpoint does not answer.', againMs: undefined }
    : { kind: 'ended', error: 'The token endpoint may not be asked from here.' }
}

/** Errors of the standard that pass by themselves. */
const PASSING = new Set(['temporarily_unavailable', 'server_error', 'slow_down'])

export function meaning({ status, headers, body }: EgressAnswer, now: number): TokenAnswer {
  const said = fieldsOf(Buffer.from(body).toString(), headers['content-type'] ?? '')
  const code =
    typeof said['error'] === 'string' ? said['error'].replaceAll(/[^\w.-]/g, '').slice(0, 60) : ''
  if (status === 429 || status === 408 || status >= 500 || PASSING.has(code)) {
    const wait = headers['retry-after']
    const againMs = wait && /^\d{1,6}$/.test(wait) ? Number(wait) * 1000 : undefined
    return { kind: 'later', error: `The token endpoint answers ${code || status}.`, againMs }
  }
  const { access_token, refresh_token, expires_in } = said
  if (code || status >= 400) return { kind: 'ended', error: `The service says: ${code || status}.` }
  if (typeof access_token !== 'string' || access_token === '')
    return { kind: 'ended', error: 'The service answered without a token.' }
  const seconds = Number(expires_in)
  return {
    kind: 'tokens',
    tokens: {
      access_token,
      ...(typeof refresh_token === 'string' && refresh_token ? { refresh_token } : {}),
    },
    expiresAt: Number.isFinite(seconds) && seconds > 0 ? now + seconds * 1000 : undefined,
  }
}

/** JSON as the standard wants it; some older services answer as a form. */
function fieldsOf(text: string, type: string): Record<string, unknown> {
  if (type.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text))
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
