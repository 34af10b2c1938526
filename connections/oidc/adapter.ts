import { createHash } from 'node:crypto'
import { errors, type Adapter, type Payload } from 'oidc-provider'
import { OPERATOR_ORG, moduleActor, type Kernel } from '#kernel'
import { dropTokens } from './actions/token.drop.ts'
import { findClient } from './clients.ts'
import { rootOf } from './ids.ts'

/**
 * The provider's state in PostgreSQL. What a token says of itself is stored as a hash, so the table opens
 * nothing; and nothing is found whose person, client, consent or sign-in is no more (`oidc.find`).
 */
export function adapterOf(kernel: Kernel, scopes: ReadonlySet<string>) {
  const { sql } = kernel.database.reader(OPERATOR_ORG)

  return (model: string): Adapter => {
    const find = async (id: string): Promise<Payload | undefined> => {
      const [row] = await kernel.database.system<{ found: Payload | null }>`
        SELECT oidc.find(${model}, ${hashOf(id)}) AS found`
      return row?.found ? { ...row.found, jti: id } : undefined
    }
    const revokeByGrantId = async (grantId: string): Promise<void> => {
      const gone = await sql<Gone>`
        DELETE FROM oidc.artifact WHERE org = ${OPERATOR_ORG} AND grant_hash = ${hashOf(grantId)} RETURNING client`
      await dropped(kernel, gone)
    }
    return {
      find: model === 'Client' ? (id) => findClient(kernel, id, scopes) : find,
      // A session's id and its uid are one and the same here.
      findByUid: find,
      // The device flow is not offered.
      findByUserCode: async () => undefined,
      revokeByGrantId,

      async upsert(id, { jti: _secret, ...payload }, expiresIn = EVER_S) {
        const root = rootOf(model === 'Session' ? payload.uid : bound(payload))
        const isGrant = model === 'Grant'
        await sql`
          INSERT INTO oidc.artifact (org, model, hash, payload, expires_at, grant_hash, client, person, organisation, session)
          VALUES (${OPERATOR_ORG}, ${model}, ${hashOf(id)}, ${JSON.stringify(payload)}::jsonb, clock_timestamp() + ${expiresIn} * interval '1 s',
            ${isGrant ? hashOf(id) : payload.grantId === undefined ? null : hashOf(payload.grantId)},
            ${payload.clientId ?? null}, ${payload.accountId ?? null}::uuid,
            (SELECT m.organisation FROM parties.membership m WHERE m.org = ${OPERATOR_ORG} AND m.person = ${payload.accountId ?? null}::uuid),
            ${root ?? null}::uuid)
          ON CONFLICT (org, model, hash) DO UPDATE SET payload = excluded.payload, expires_at = excluded.expires_at,
            person = excluded.person, session = excluded.session`
      },

      /** Of two who come with the same code or token at once, one gets it; the other ends it for both. */
      async consume(id) {
        const used = await sql<{ id: string }>`
          UPDATE oidc.artifact SET consumed_at = clock_timestamp()
          WHERE org = ${OPERATOR_ORG} AND model = ${model} AND hash = ${hashOf(id)} AND consumed_at IS NULL RETURNING hash AS id`
        if (used.length) return
        const gone = await sql<Gone>`
          DELETE FROM oidc.artifact WHERE org = ${OPERATOR_ORG} AND grant_hash = (SELECT grant_hash FROM oidc.artifact
            WHERE org = ${OPERATOR_ORG} AND model = ${model} AND hash = ${hashOf(id)}) RETURNING client`
        await dropped(kernel, gone)
        throw new errors.InvalidGrant('it was used already')
      },

      async destroy(id) {
        const gone = await sql<Gone>`
          DELETE FROM oidc.artifact WHERE org = ${OPERATOR_ORG} AND model = ${model} AND hash = ${hashOf(id)} RETURNING client`
        if (BEARERS.has(model)) await dropped(kernel, gone)
      },
    }
  }
}

interface Gone {
  readonly client: string | null
}
const BEARERS = new Set(['AccessToken', 'ClientCredentials', 'Grant'])

/** Who was recognised a moment ago by a token that is gone is asked for anew, on every node. */
async function dropped(kernel: Kernel, [gone]: readonly Gone[]): Promise<void> {
  if (!gone?.client) return
  const us = moduleActor('oidc', OPERATOR_ORG, ['oidc.use'])
  await kernel.call(dropTokens, { client: gone.client }, us, { door: 'module' })
}

/** For what names no end of its own. */
const EVER_S = 400 * 86_400

export const hashOf = (id: string): string => createHash('sha256').update(id).digest('base64url')

/** The sign-in that something ends with; none when it was allowed to outlive it (`offline_access`). */
const bound = ({ expiresWithSession, sessionUid }: Payload): string | undefined =>
  expiresWithSession ? sessionUid : undefined
