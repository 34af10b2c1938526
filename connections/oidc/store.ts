import { createHash } from 'node:crypto'
import type { Payload } from 'oidc-provider'
import { OPERATOR_ORG, type Kernel } from '#kernel'
import { together } from './batch.ts'
import { rootOf } from './ids.ts'

export const hashOf = (id: string): string => createHash('sha256').update(id).digest('base64url')

export interface Named {
  readonly model: string
  readonly id: string
}
interface Saved extends Named {
  readonly payload: Payload
  readonly expiresIn: number
}

/** Rows of the provider by their hashes; what one turn of the loop asks is one statement. */
export function makeStore(kernel: Kernel) {
  const { sql } = kernel.database.reader(OPERATOR_ORG)
  const columns = (items: readonly Named[]) =>
    [items.map(({ model }) => model), items.map(({ id }) => hashOf(id))] as const

  return {
    find: together<Named, Payload | undefined>(async (items) => {
      const [models, hashes] = columns(items)
      const rows = await kernel.database.system<{ found: Payload | null }>`
        SELECT oidc.find(a.model, a.hash) AS found
        FROM unnest(${models}::text[], ${hashes}::text[]) WITH ORDINALITY AS a(model, hash, at) ORDER BY a.at`
      return rows.map(({ found }, index) =>
        found ? { ...found, jti: items[index]!.id } : undefined,
      )
    }),

    save: together<Saved, void>(async (all) => {
      // One row of a statement is written once; of several, the last is what holds.
      const items = [...new Map(all.map((each) => [`${each.model} ${each.id}`, each])).values()]
      const [models, hashes] = columns(items)
      const take = <V>(pick: (item: Saved) => V): V[] => items.map(pick)
      await sql`
        INSERT INTO oidc.artifact (org, model, hash, payload, expires_at, grant_hash, client, person, organisation, session)
        SELECT ${OPERATOR_ORG}::uuid, a.model, a.hash, a.payload::jsonb, clock_timestamp() + a.life * interval '1 s', a.grant_hash, a.client,
          a.person, (SELECT m.organisation FROM parties.membership m WHERE m.org = ${OPERATOR_ORG} AND m.person = a.person), a.session
        FROM unnest(${models}::text[], ${hashes}::text[], ${take(({ payload: { jti: _secret, ...rest } }) => JSON.stringify(rest))}::text[],
          ${take(({ expiresIn }) => expiresIn)}::float8[], ${take(grantHash)}::text[], ${take(({ payload }) => payload.clientId ?? null)}::text[],
          ${take(({ payload }) => payload.accountId ?? null)}::uuid[], ${take((item) => rootOf(sessionOf(item)) ?? null)}::uuid[])
          AS a(model, hash, payload, life, grant_hash, client, person, session)
        ON CONFLICT (org, model, hash) DO UPDATE SET payload = excluded.payload, expires_at = excluded.expires_at,
          person = excluded.person, session = excluded.session`
      return all.map(() => undefined)
    }),

    /** Of two who come with the same code or token at once, one hears true. */
    consume: together<Named, boolean>(async (items) => {
      const [models, hashes] = columns(items)
      const used = await sql<{ model: string; hash: string }>`
        UPDATE oidc.artifact a SET consumed_at = clock_timestamp() FROM unnest(${models}::text[], ${hashes}::text[]) AS u(model, hash)
        WHERE a.org = ${OPERATOR_ORG} AND a.model = u.model AND a.hash = u.hash AND a.consumed_at IS NULL RETURNING a.model, a.hash`
      const left = new Set(used.map(({ model, hash }) => `${model} ${hash}`))
      return items.map((_, index) => left.delete(`${models[index]} ${hashes[index]}`))
    }),
  }
}

const grantHash = ({ model, id, payload }: Saved): string | null =>
  model === 'Grant' ? hashOf(id) : payload.grantId === undefined ? null : hashOf(payload.grantId)

/** The sign-in that something ends with; none when it was allowed to outlive it (`offline_access`). */
const sessionOf = ({ model, payload }: Saved): string | undefined =>
  model === 'Session' ? payload.uid : payload.expiresWithSession ? payload.sessionUid : undefined
