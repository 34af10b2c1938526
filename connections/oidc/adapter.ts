import { errors, type Adapter } from 'oidc-provider'
import { OPERATOR_ORG, moduleActor, type Kernel } from '#kernel'
import { dropTokens } from './actions/token.drop.ts'
import { findClient } from './clients.ts'
import { hashOf, makeStore } from './store.ts'

/**
 * The provider's state in PostgreSQL. What a token says of itself is stored as a hash, so the table opens
 * nothing; and nothing is found whose person, client, consent or sign-in is no more (`oidc.find`).
 */
export function adapterOf(kernel: Kernel, scopes: ReadonlySet<string>) {
  const { sql } = kernel.database.reader(OPERATOR_ORG)
  const store = makeStore(kernel)

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
      upsert: (id, payload, expiresIn = EVER_S) => store.save({ model, id, payload, expiresIn }),

      /** Who comes second ends it for both. */
      async consume(id) {
        if (await store.consume({ model, id })) return
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
