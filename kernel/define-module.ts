import type { Actor } from './actor.ts'
import type {
  AnyAction,
  Entity,
  EventType,
  Page,
  Placement,
  ScopeSpec,
  Subscription,
} from './define.ts'
import type { Card } from './define-card.ts'
import type { Log } from './context.ts'
import type { Sql } from './database.ts'
import type { Implementation, InterfaceSpec } from './define-interface.ts'
import type { MountSpec } from './define-mount.ts'
import type { SocketSpec } from './define-socket.ts'
import type { ConnectAs, SendAs } from './egress.ts'
import type { Kernel } from './kernel.ts'
import type { TSchema } from './schema.ts'

/** What a door hands over to be recognised: a cookie session, a bearer token, or the operator's socket. */
export interface Credential {
  readonly scheme: 'session' | 'bearer' | 'operator'
  readonly token: string
  /** The organisation asked for, when one account has several persons. */
  readonly org?: string
  /** The person asked for (`X-Tenon-Person`); default: the one last used. */
  readonly person?: string
  readonly address?: string
}

/** An ordered sequence of events that clients may join: `<stream id>:<record id>`. */
export interface StreamSpec {
  readonly id: string
  readonly title: string
  /** Who may call this query with the record may join. */
  readonly join: AnyAction
  /** The query's input field for the record id. */
  readonly subject: string
  /** Event ids after which everyone's right to this stream is asked again. */
  readonly recheckOn?: readonly string[]
}

/**
 * Who makes modules from data. Their ids begin with the maker's prefix (`app_`), so that two makers never
 * meet, and have no other underscore: `app_orders.order.list`.
 */
export interface Builder {
  readonly prefix: string
  modules(org: string, sql: Sql, log: Log): Promise<readonly Module[]>
}

export interface ModuleSpec {
  readonly id: string
  readonly title: string
  readonly version: number
  readonly publisher: string
  readonly partnerType:
    | 'base'
    | 'software'
    | 'hardware'
    | 'low-code'
    | 'delivery'
    | 'suite'
    | 'training'
  readonly firstParty: boolean
  readonly needs: readonly string[]
  readonly entities?: readonly Entity[]
  readonly events?: readonly EventType[]
  readonly actions: readonly AnyAction[]
  readonly cards?: readonly Card[]
  readonly pages?: readonly Page[]
  readonly placements?: readonly Placement[]
  readonly subscriptions?: readonly Subscription<any>[] // oxlint-disable-line typescript/no-explicit-any -- payloads differ
  readonly streams?: readonly StreamSpec[]
  /** Connections with a protocol of their own. */
  readonly sockets?: readonly SocketSpec[]
  readonly scopes: Readonly<Record<string, ScopeSpec>>
  /** Scopes of other modules that this one may use as itself. */
  readonly acts?: readonly string[]
  readonly implements?: readonly Implementation[]
  readonly interfaces?: readonly InterfaceSpec[]
  readonly settings?: TSchema
  /** Recognises callers. Exactly one module of an installation does. */
  readonly authenticate?: (credential: Credential, kernel: Kernel) => Promise<Actor | undefined>
  /** One of its persons, apps or devices as an actor without a credential: sample world, tests, the operator's hands. */
  readonly resolveActor?: (org: string, id: string, kernel: Kernel) => Promise<Actor | undefined>
  /** In which zone (IANA) an organisation’s days begin; the server’s own when it answers none. Exactly one module of an installation says it. */
  readonly zoneOf?: (org: string, sql: Sql) => Promise<string | undefined>
  /** Makes modules of an organisation from data: apps of its own, software of vendors, documents of foreign interfaces. */
  readonly builds?: Builder
  /** Puts a linked account's credential into what goes out. Exactly one module of an installation does. */
  readonly sendAs?: SendAs
  /** Its companion for other protocols than HTTP. */
  readonly connectAs?: ConnectAs
  /** Of this module's settings: the only hosts that an organisation lets its connections reach; all when it answers none. */
  readonly hosts?: (settings: Readonly<Record<string, unknown>>) => readonly string[] | undefined
  /** Plain data for another module, under that one's name for it: `{ 'vault.connector': [github] }`. Whoever offers the place reads it from the registry. */
  readonly contributes?: Readonly<Record<string, readonly object[]>>
  /** Paths on which it answers HTTP in a protocol of its own. */
  readonly mounts?: readonly MountSpec[]
  /** Made from data, not from this repository: its schemas are interpreted, never compiled. */
  readonly built?: true
  /** Titles in Chinese by definition id; a module of this repository keeps them in `i18n/zh.json`. */
  readonly zh?: Readonly<Record<string, string>>
  /** Rare: something that lives as long as the server. */
  readonly start?: (kernel: Kernel) => Promise<AsyncDisposable>
}
export interface Module extends ModuleSpec {
  readonly type: 'module'
}

export function defineModule(spec: ModuleSpec): Module {
  return Object.freeze({ ...spec, type: 'module' as const })
}
