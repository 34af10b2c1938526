import { timingSafeEqual } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Payload } from 'oidc-provider'
import type { Kernel, MountRequest } from '#kernel'
import { together } from './batch.ts'
import { clientRow, type ClientRow } from './clients.ts'
import { hashOf } from './store.ts'
import { subjectAt } from './subjects.ts'

export const INTROSPECTION = '/oidc/token/introspection'

/**
 * RFC 7662, answered here: whether a token opens something is asked at every request of an app's own doors, and
 * the way through the provider costs four times what it takes to look. A client learns of its own tokens only.
 */
export async function introspect(
  kernel: Kernel,
  { raw, body }: MountRequest,
  response: ServerResponse,
): Promise<void> {
  const form = new URLSearchParams(Buffer.from(body).toString())
  const client = raw.method === 'POST' ? await provenClient(kernel, raw.headers, form) : undefined
  if (!client) {
    response.setHeader('www-authenticate', `Basic realm="${kernel.publicUrl}"`)
    return answer(response, 401, {
      error: 'invalid_client',
      error_description: 'client authentication failed',
    })
  }
  const token = form.get('token')
  if (!token || form.getAll('token').length > 1)
    return answer(response, 400, {
      error: 'invalid_request',
      error_description: "exactly one 'token' is asked about",
    })
  const found = await finderOf(kernel)(hashOf(token))
  if (!found || found.clientId !== client.client_id || found['consumed'] !== undefined)
    return answer(response, 200, { active: false })
  const { accountId: person, exp, iat, sid, scope, kind } = found
  answer(response, 200, {
    active: true,
    ...(person === undefined ? {} : { sub: await subjectAt(kernel, client.client_id, person) }),
    client_id: client.client_id,
    exp,
    iat,
    sid,
    iss: kernel.publicUrl,
    scope: scope || undefined,
    token_type: kind === 'RefreshToken' ? undefined : 'Bearer',
  })
}

/** Who asks, by a secret in the header or in the form, not both. */
async function provenClient(
  kernel: Kernel,
  { authorization = '' }: { authorization?: string | undefined },
  form: URLSearchParams,
): Promise<ClientRow | undefined> {
  const [, basic] = /^basic +([\w+/=-]+)$/i.exec(authorization) ?? []
  const [id = '', secret = ''] = basic === undefined ? [] : namedIn(basic)
  const posted = form.get('client_secret')
  if ((basic === undefined) === (posted === null)) return undefined
  const named = basic === undefined ? (form.get('client_id') ?? '') : id
  if (basic !== undefined && (form.get('client_id') ?? named) !== named) return undefined
  const row = await clientRow(kernel, named)
  if (!row?.secret_hash) return undefined
  const [given, right] = [hashOf(posted ?? secret), row.secret_hash].map((text) =>
    Buffer.from(text),
  )
  return given!.length === right!.length && timingSafeEqual(given!, right!) ? row : undefined
}

/** RFC 6749, 2.3.1: both halves are form-encoded. */
function namedIn(basic: string): string[] {
  const text = Buffer.from(basic, 'base64').toString()
  const at = text.indexOf(':')
  try {
    return [text.slice(0, at), text.slice(at + 1)].map((half) =>
      decodeURIComponent(half.replaceAll('+', '%20')),
    )
  } catch {
    return []
  }
}

type Find = (hash: string) => Promise<Payload | undefined>
const finders = new WeakMap<Kernel['registry'], Find>()
function finderOf(kernel: Kernel): Find {
  const known = finders.get(kernel.registry)
  if (known) return known
  const find = together<string, Payload | undefined>(async (hashes) => {
    const rows = await kernel.database.system<{ found: Payload | null }>`
      SELECT oidc.find_token(a.hash) AS found FROM unnest(${[...hashes]}::text[]) WITH ORDINALITY AS a(hash, at) ORDER BY a.at`
    return rows.map(({ found }) => found ?? undefined)
  })
  finders.set(kernel.registry, find)
  return find
}

function answer(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    })
    .end(JSON.stringify(body))
}
