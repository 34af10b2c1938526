import { createHash } from 'node:crypto'
import type { Payload } from 'oidc-provider'
import { OPERATOR_ORG, type Kernel } from '#kernel'
import { together } from './batch.ts'
import { rootOf } from './ids.ts'
import { nameOf, unitNow } from './unit.ts'
import type { Person } from './people.ts'

export const hashOf = (id: string): string => createHash('sha256').update(id).digest('base64url')

export interface Named {
  readonly model: string
  readonly id: string
}
export interface Saved extends Named {
  readonly payload: Payload
  readonly expiresIn: number
}

interface Whole {
  readonly found: Payload | null
  readonly grant?: Payload | null
  readonly session?: Payload | null
  readonly person?: Person | null
}

/** Rows of the provider by their hashes; what one turn of the loop asks is one statement. */
export function makeStore(kernel: Kernel) {
  const { sql } = kernel.database.reader(OPERATOR_ORG)
  const columns = (items: readonly Named[]) =>
    [items.map(({ model }) => model), items.map(({ id }) => hashOf(id))] as const

  const ask = together<Named, Whole>(async (items) => {
    const [models, hashes] = columns(items)
    const rows = await kernel.database.system<{ whole: Whole }>`
      SELECT oidc.find_whole(a.model, a.hash) AS whole
      FROM unnest(${models}::text[], ${hashes}::text[]) WITH ORDINALITY AS a(model, hash, at) ORDER BY a.at`
    return rows.map(({ whole }) => whole)
  })

  /** What each use had not been used before, and with it what needs none or one of these. */
  async function write(
    all: readonly (Saved & { readonly needs?: Named })[],
    uses: readonly Named[],
  ): Promise<ReadonlySet<string>> {
    // One row of a statement is written once; of several, the last is what holds.
    const items = [...new Map(all.map((each) => [nameOf(each), each])).values()]
    const [models, hashes] = columns(items)
    const [usedModels, usedHashes] = columns(uses)
    const take = <V>(pick: (item: (typeof items)[number]) => V): V[] => items.map(pick)
    const used = await sql<{ hash: string }>`
      WITH used AS (
        UPDATE oidc.artifact a SET consumed_at = clock_timestamp()
        FROM unnest(${usedModels}::text[], ${usedHashes}::text[]) AS u(model, hash)
        WHERE a.org = ${OPERATOR_ORG} AND a.model = u.model AND a.hash = u.hash AND a.consumed_at IS NULL RETURNING a.hash
      ), saved AS (
        INSERT INTO oidc.artifact (org, model, hash, payload, expires_at, grant_hash, client, person, organisation, session)
        SELECT ${OPERATOR_ORG}::uuid, a.model, a.hash, a.payload::jsonb, clock_timestamp() + a.life * interval '1 s', a.grant_hash, a.client,
          a.person, (SELECT m.organisation FROM parties.membership m WHERE m.org = ${OPERATOR_ORG} AND m.person = a.person), a.session
        FROM unnest(${models}::text[], ${hashes}::text[], ${take(({ payload: { jti: _secret, ...rest } }) => JSON.stringify(rest))}::text[],
          ${take(({ expiresIn }) => expiresIn)}::float8[], ${take(grantHash)}::text[], ${take(({ payload }) => payload.clientId ?? null)}::text[],
          ${take(({ payload }) => payload.accountId ?? null)}::uuid[], ${take((item) => rootOf(sessionOf(item)) ?? null)}::uuid[],
          ${take(({ needs }) => (needs ? hashOf(needs.id) : null))}::text[])
          AS a(model, hash, payload, life, grant_hash, client, person, session, needs)
        WHERE a.needs IS NULL OR a.needs IN (SELECT hash FROM used)
        ON CONFLICT (org, model, hash) DO UPDATE SET payload = excluded.payload, expires_at = excluded.expires_at,
          person = excluded.person, session = excluded.session
      )
      SELECT hash FROM used`
    return new Set(used.map(({ hash }) => hash))
  }

  return {
    async find(named: Named): Promise<Payload | undefined> {
      const unit = unitNow()
      const known = unit?.found.get(nameOf(named))
      if (known) return known
      const { found, grant, session, person } = await ask(named)
      if (!found) return undefined
      const beside = [
        ['Grant', found.grantId, grant],
        ['Session', found.sessionUid, session],
      ] as const
      for (const [model, id, payload] of beside)
        if (unit && id !== undefined && payload)
          unit.found.set(nameOf({ model, id }), { ...payload, jti: id })
      if (unit && person) unit.people.set(person.id, person)
      return { ...found, jti: named.id }
    },

    save: together<Saved, void>(async (all) => {
      await write(all, [])
      return all.map(() => undefined)
    }),

    /** Of two who come with the same code or token at once, one hears true. */
    consume: together<Named, boolean>(async (items) => {
      const used = await write([], firsts(items))
      return items.map((item) => firsts(items).includes(item) && used.has(hashOf(item.id)))
    }),

    /** What a request uses up and what it issues for it: all of it, or nothing when another was first. */
    exchange: together<Exchange, boolean>(async (all) => {
      const uses = firsts(all.map(({ use }) => use))
      const going = all.filter(({ use }) => uses.includes(use))
      const saves = going.flatMap(({ use, saves: items }) =>
        items.map((item) => ({ ...item, needs: use })),
      )
      const used = await write(saves, uses)
      return all.map(({ use }) => uses.includes(use) && used.has(hashOf(use.id)))
    }),
  }
}

export interface Exchange {
  readonly use: Named
  readonly saves: readonly Saved[]
}

/** Of several who name the same, the first. */
const firsts = (items: readonly Named[]): Named[] => [
  ...new Map(items.toReversed().map((item) => [nameOf(item), item])).values(),
]

const grantHash = ({ model, id, payload }: Saved): string | null =>
  model === 'Grant' ? hashOf(id) : payload.grantId === undefined ? null : hashOf(payload.grantId)

/** The sign-in that something ends with; none when it was allowed to outlive it (`offline_access`). */
const sessionOf = ({ model, payload }: Saved): string | undefined =>
  model === 'Session' ? payload.uid : payload.expiresWithSession ? payload.sessionUid : undefined
