import { fileURLToPath } from 'node:url'
import { dirname, join } from 'node:path'
import { moduleActor, newId, type AnyAction, type InputOf, type OutputOf } from '#kernel'
import { makeRegistry } from '#kernel/registry'
import { readMigrations } from '#kernel/migrate'
import { stage, type Cast } from '#kernel/testing'
import { openAccounts } from '../actions/account.open.ts'
import type { Bound } from '../transfer.ts'
import ledger from '../module.ts'

const here = dirname(dirname(fileURLToPath(import.meta.url)))
const root = join(here, '..', '..')

/** The kernel with nothing but the ledger, and one organisation's book. */
export interface Books {
  readonly org: string
  call<A extends AnyAction>(action: A, input: InputOf<A>): Promise<OutputOf<A>>
  open(bound: Bound, asset?: string): Promise<string>
}

export async function ledgerStage(): Promise<Cast> {
  const migrations = [
    ...(await readMigrations('kernel', join(root, 'kernel', 'migrations'))),
    ...(await readMigrations('ledger', join(here, 'migrations'))),
  ]
  return stage({ registry: makeRegistry([ledger]), migrations })
}

export function booksOf({ kernel }: Pick<Cast, 'kernel'>, org = newId()): Books {
  const actor = moduleActor('ledger', org, ['ledger.post', 'ledger.read'])
  const call: Books['call'] = (action, input) =>
    kernel.call(action, input, actor, { door: 'module' }) as never
  return {
    org,
    call,
    async open(bound, asset = 'CNY') {
      const id = newId()
      const account = { id, owner: 'test', code: 1, asset, scale: 2, bound }
      await call(openAccounts, { accounts: [account] })
      return id
    },
  }
}
