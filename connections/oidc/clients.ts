import type { Payload } from 'oidc-provider'
import type { Kernel, RecordOf } from '#kernel'
import { clientOf } from './ids.ts'
import type { Client } from './entities.ts'
import { SIGN_IN_SCOPES } from './scopes.ts'

export type ClientRow = RecordOf<typeof Client> & {
  readonly org: string
  readonly secret_hash: string | null
  /** Sealed; who has one knows people by names that it makes. */
  readonly subject_key: string | null
}

/** A client is believed for this long; what was issued to it is asked for in PostgreSQL each time anyway. */
const BELIEVED_MS = 500
const KEPT_MAX = 5_000
interface Entry {
  readonly row: Promise<ClientRow | undefined>
  readonly at: number
}
const kept = new WeakMap<Kernel['registry'], Map<string, Entry>>()

/** An active client by its id, of whichever organisation it says it belongs to. */
export function clientRow(kernel: Kernel, clientId: string): Promise<ClientRow | undefined> {
  let entries = kept.get(kernel.registry)
  if (!entries) kept.set(kernel.registry, (entries = new Map()))
  const now = Date.now()
  const known = entries.get(clientId)
  if (known && now - known.at < BELIEVED_MS) return known.row
  const named = clientOf(clientId)
  if (!named) return Promise.resolve(undefined)
  const row = kernel.database.system<{ found: ClientRow | null }>`
    SELECT oidc.client_of(${named.org}::uuid, ${named.id}::uuid) AS found`.then(
    ([one]) => one?.found ?? undefined,
  )
  if (entries.size > KEPT_MAX) entries.clear()
  entries.set(clientId, { row, at: now })
  row.catch(() => entries.delete(clientId))
  return row
}

export function forgetClient(kernel: Kernel, clientId: string): void {
  kept.get(kernel.registry)?.delete(clientId)
}

/** As the provider reads it: RFC 7591 names. `scopes` is what that provider knows; it takes no client with others. */
export async function findClient(
  kernel: Kernel,
  clientId: string,
  scopes: ReadonlySet<string>,
): Promise<Payload | undefined> {
  const row = await clientRow(kernel, clientId)
  return row && metadataOf({ ...row, scopes: row.scopes.filter((scope) => scopes.has(scope)) })
}

export function metadataOf(row: ClientRow): Payload {
  const people = row.kind !== 'service'
  const secret = row.secret_hash === null ? {} : { client_secret: row.secret_hash }
  const own = row.kind === 'web' || row.kind === 'service'
  return {
    client_id: row.client_id,
    client_name: row.name,
    ...secret,
    // Both ways of sending a secret are taken from either.
    token_endpoint_auth_method: own ? 'client_secret_basic' : 'none',
    application_type: row.kind === 'native' ? 'native' : 'web',
    grant_types: [
      ...(people ? ['authorization_code', 'refresh_token'] : []),
      ...(own ? ['client_credentials'] : []),
    ],
    response_types: people ? ['code'] : [],
    redirect_uris: people ? row.redirect_uris : [],
    post_logout_redirect_uris: row.logout_uris,
    ...(row.logout_notice_uri
      ? {
          backchannel_logout_uri: row.logout_notice_uri,
          backchannel_logout_session_required: true,
        }
      : {}),
    ...(row.pushed_only ? { require_pushed_authorization_requests: true } : {}),
    ...(row.subject_key ? { subject_type: 'pairwise' } : {}),
    // By other names: then nothing else that would tell who it is.
    scope: [...(people && !row.subject_key ? SIGN_IN_SCOPES : ['openid']), ...row.scopes].join(' '),
  }
}
