import { AsyncLocalStorage } from 'node:async_hooks'
import type { Payload } from 'oidc-provider'
import type { Person } from './people.ts'
import type { Named, Saved } from './store.ts'

/**
 * One request at the token endpoint: what it uses up and what it issues are written together when it has
 * succeeded, and what was found beside its token is not asked for again.
 */
export interface Unit {
  use: Named | undefined
  readonly saves: Saved[]
  readonly found: Map<string, Payload | undefined>
  readonly people: Map<string, Person>
}

const units = new AsyncLocalStorage<Unit>()

export const inUnit = <R>(work: () => R): R =>
  units.run({ use: undefined, saves: [], found: new Map(), people: new Map() }, work)
export const unitNow = (): Unit | undefined => units.getStore()

export const nameOf = ({ model, id }: Named): string => `${model} ${id}`
