import { defineConnector, type AuthSpec } from '#connections/vault'
import { ref, T, type AnyAction } from '#kernel'
import type { Operation } from '#connections/imports'
import type { TProperties } from 'typebox'

/** How far it is known that an entry works. */
export const STATES = ['verified', 'imported', 'unproven'] as const
export interface Proof {
  readonly state: (typeof STATES)[number]
  /** Tried with a server of the real software, or held against the calls that its documentation describes. */
  readonly by: 'server' | 'samples' | 'none'
  /** Of the real software: which. */
  readonly with?: string
  /** The day on which it was last held against it. */
  readonly on: string
}

/** A service of somebody else: how one signs in there, what can be asked of it, and how far that is proven. */
export interface Entry {
  readonly id: string
  readonly title: string
  readonly zh: string
  readonly about: string
  readonly about_zh: string
  readonly icon: string
  readonly docs: string
  readonly auth: readonly AuthSpec[]
  /** Of a service in one place; others are where the account says. */
  readonly origins: readonly string[]
  readonly rate?: { readonly requests: number; readonly seconds: number; readonly burst?: number }
  readonly proof: Proof
  readonly requests?: readonly Request[]
  /** What is more than a request. */
  readonly actions?: readonly AnyAction[]
}

export interface Request {
  /** Last part of the action's id: `connectors.dingtalk.send`. */
  readonly verb: string
  readonly title: string
  readonly description: string
  readonly input: TProperties
  readonly output?: TProperties
  readonly method: Operation['method']
  readonly path: string
  readonly query?: readonly string[]
  readonly fixed?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly form?: true
  readonly fault?: Operation['fault']
  readonly map?: unknown
  readonly paging?: Operation['paging']
  readonly again?: true
  readonly idempotency?: string
}

export const entry = (spec: Entry): Entry => Object.freeze(spec)
export const account = ref('vault.account', { title: 'Linked account' })
export const text = (title: string, maxLength = 4000) =>
  T.String({ minLength: 1, maxLength, title })

export const connectorOf = ({ id, title, zh, icon, docs, auth, origins, rate }: Entry) =>
  defineConnector({
    id,
    title,
    zh,
    icon,
    docs,
    auth,
    origins,
    publisher: 'tenon',
    ...(rate ? { rate } : {}),
  })
