import { errors, type Adapter } from 'oidc-provider'
import { OPERATOR_ORG, moduleActor, type Kernel } from '#kernel'
import { dropTokens } from './actions/token.drop.ts'
import { findClient } from './clients.ts'
import { hashOf, makeStore, type Named } from './store.ts'
import { unitNow, type Unit } from './unit.ts'

/**
 * The provider's state in PostgreSQL. What a token says of itself is stored as a hash, so the table opens
 * nothing; and nothing is found whose person, client, consent or sign-in is no more (`oidc.find`).
 */
export function adapterOf(kernel: Kernel, scopes: ReadonlySet<string>) {
  const { sql } = kernel.database.reader(OPERATOR_ORG)
  const store = storeOf(kernel)

  return (model: string): Adapter => {
    const find = (id: string) => store.find({ model, id })
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
      async upsert(id, payload, expiresIn = EVER_S) {
        const saved = { model, id, payload, expiresIn }
        const unit = unitNow()
        if (unit) unit.saves.push(saved)
        else await store.save(saved)
      },

      /** Who comes second ends it for both. */
      async consume(id) {
        const unit = unitNow()
        if (unit && !unit.use) unit.use = { model, id }
        else if (!(await store.consume({ model, id }))) {
          await endOf(kernel, { model, id })
          throw new errors.InvalidGrant('it was used already')
        }
      },

      async destroy(id) {
        const gone = await sql<Gone>`
          DELETE FROM oidc.artifact WHERE org = ${OPERATOR_ORG} AND model = ${model} AND hash = ${hashOf(id)} RETURNING client`
        if (BEARERS.has(model)) await dropped(kernel, gone)
      },
    }
  }
}

/** Ends a unit that has succeeded: false when somebody else has used what it uses, and then nothing of it stays. */
export async function finish(kernel: Kernel, { use, saves }: Unit): Promise<boolean> {
  const store = storeOf(kernel)
  if (!use) await Promise.all(saves.map((saved) => store.save(saved)))
  else if (!(await store.exchange({ use, saves }))) {
    await endOf(kernel, use)
    return false
  }
  return true
}

/** All that came of the same consent: a code or token was used twice, so one of both is not its owner. */
async function endOf(kernel: Kernel, { model, id }: Named): Promise<void> {
  const gone = await kernel.database.reader(OPERATOR_ORG).sql<Gone>`
    DELETE FROM oidc.artifact WHERE org = ${OPERATOR_ORG} AND grant_hash = (SELECT grant_hash FROM oidc.artifact
      WHERE org = ${OPERATOR_ORG} AND model = ${model} AND hash = ${hashOf(id)}) RETURNING client`
  await dropped(kernel, gone)
}

const stores = new WeakMap<Kernel['registry'], ReturnType<typeof makeStore>>()
function storeOf(kernel: Kernel): ReturnType<typeof makeStore> {
  const known = stores.get(kernel.registry) ?? makeStore(kernel)
  stores.set(kernel.registry, known)
  return known
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
