import assert from 'node:assert/strict'
import type { AnyAction, Registry } from '#kernel'
import type { Cast, Voice } from '../../kernel/testing.ts'

/** What a company has beside the server's own modules, when it stands in the sample world. */
export interface Built {
  /** All that is known in the organisation, these apps included. */
  readonly registry: Registry
  readonly actions: readonly AnyAction[]
}

/**
 * The sample's own app, open to all its members, and one installed from the plaza, which a single
 * person may use. Both hold records. Voices taken before do not know of it: take them again.
 */
export async function buildApps(as: Cast): Promise<Built> {
  const { org } = as['lin'].actor
  const listing = as.world.ids['catalogue.listing.loans']
  const { scopes, number } = (await as['lin'].call('catalogue.listing.get', { listing })) as {
    scopes: { key: string }[]
    number: number
  }
  const { app, module } = (await as['lin'].call('catalogue.module.install', {
    listing,
    version: number,
    agreed: scopes.map(({ key }) => key),
  })) as { app: string; module: string }
  const lin = await as.person('lin')
  await lin.call('apps.app.grant', {
    app,
    granted: [{ kind: 'person', holder: lin.id, rights: ['use', 'add', 'change', 'manage'] }],
  })
  const owner = await as.person('lin')
  for (const name of ['Torque wrench', '扭力扳手']) {
    const { id } = (await owner.call(`${module}.asset.create`, { name, price: PRICE })) as {
      id: string
    }
    await owner.call(`${module}.loan.create`, {
      asset: id,
      borrower: owner.id,
      lent_on: '2026-11-20',
    })
  }
  await as.kernel.idle()
  const registry = await as.kernel.registryOf(org)
  const actions = [...registry.actions.values()].filter(
    ({ id }) => !as.kernel.registry.actions.has(id),
  )
  const modules = new Set(actions.map(({ id }) => id.split('.')[0]))
  assert.ok(
    modules.size >= 2 && modules.has(module),
    'an app of its own, and one that is installed',
  )
  return { registry, actions }
}
const PRICE = { amount: '38000', currency: 'CNY' }

/** The people of the sample as they are now, with the rights that apps gave them. */
export const renewed = async (as: Cast, ...names: string[]): Promise<Voice[]> =>
  Promise.all(names.map((name) => as.person(name)))
