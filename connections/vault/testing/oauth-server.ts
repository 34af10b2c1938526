import { createHash, randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { foreign, type Foreign, type Heard } from './foreign.ts'

export const CLIENT = { client_id: 'tenon-app', client_secret: 'secret-of-the-app-42' }

/** An authorization server with one client and one API, as another company would run it (RFC 6749, 7636). */
export interface OAuthServer extends Foreign {
  /** How the token endpoint behaves. */
  mood: {
    down: boolean
    /** Refresh tokens are only good once, and a new one comes with each token. */
    rotates: boolean
    seconds: number
    refuses: string
    /** Answers wait for it. */
    gate: Promise<unknown>
  }
  /** Requests to the token endpoint by grant type. */
  readonly grants: string[]
  /** Every token given is refused from now on. */
  endTokens(): void
  /** What a person does there: agrees, and is sent back. */
  agree(url: string): Promise<URL>
}

export async function oauthServer(): Promise<OAuthServer> {
  const mood: OAuthServer['mood'] = {
    down: false,
    rotates: true,
    seconds: 3600,
    refuses: '',
    gate: Promise.resolve(),
  }
  const grants: string[] = []
  const codes = new Map<string, { challenge: string; redirect: string }>()
  const access = new Set<string>()
  const refresh = new Set<string>()
  const random = () => randomBytes(24).toString('base64url')

  const send = (response: ServerResponse, status: number, body: object) =>
    void response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify(body))

  const tokens = (withRefresh: boolean) => {
    const token = random()
    access.add(token)
    const next = withRefresh ? random() : undefined
    if (next) refresh.add(next)
    return {
      access_token: token,
      token_type: 'Bearer',
      expires_in: mood.seconds,
      ...(next ? { refresh_token: next } : {}),
    }
  }

  const token = async ({ headers, body }: Heard, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(body)
    const grant = form.get('grant_type') ?? ''
    grants.push(grant)
    await mood.gate
    if (mood.down) return send(response, 503, { error: 'temporarily_unavailable' })
    if (mood.refuses) return send(response, 400, { error: mood.refuses })
    const pair = Buffer.from(headers.authorization?.slice(6) ?? '', 'base64').toString()
    if (pair !== `${CLIENT.client_id}:${CLIENT.client_secret}`)
      return send(response, 401, { error: 'invalid_client' })
    if (grant === 'client_credentials') return send(response, 200, tokens(false))
    if (grant === 'refresh_token') {
      const given = form.get('refresh_token') ?? ''
      if (!refresh.has(given)) return send(response, 400, { error: 'invalid_grant' })
      if (mood.rotates) refresh.delete(given)
      return send(response, 200, tokens(mood.rotates))
    }
    const known = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (!known || known.challenge !== challenge || known.redirect !== form.get('redirect_uri'))
      return send(response, 400, { error: 'invalid_grant' })
    send(response, 200, tokens(true))
  }

  const server = await foreign((heard, response) => {
    const url = new URL(heard.url, 'http://x')
    if (url.pathname === '/token') return void token(heard, response)
    if (url.pathname === '/authorize') {
      const code = random()
      const redirect = url.searchParams.get('redirect_uri')!
      codes.set(code, { challenge: url.searchParams.get('code_challenge')!, redirect })
      const back = new URL(redirect)
      back.searchParams.set('code', code)
      back.searchParams.set('state', url.searchParams.get('state')!)
      return void response.writeHead(302, { location: back.href }).end()
    }
    const bearer = heard.headers.authorization?.replace(/^Bearer /, '') ?? ''
    send(response, access.has(bearer) ? 200 : 401, { you: 'are in' })
  })
  return Object.assign(server, {
    mood,
    grants,
    endTokens: () => access.clear(),
    async agree(url: string) {
      const answer = await fetch(url, { redirect: 'manual' })
      return new URL(answer.headers.get('location')!)
    },
  })
}
