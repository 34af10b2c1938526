import type { Actor } from '../actor.ts'
import type { Session } from '../database.ts'
import type { Entity } from '../define.ts'
import type { Records } from './records.ts'
import type { EntityLookup } from './compile.ts'

/** One change of a record, kept in the audit row of the command that made it. */
export interface Change {
  readonly entity: string
  readonly id: string
  readonly op: 'create' | 'update' | 'delete'
  readonly before?: Readonly<Record<string, unknown>>
  readonly after?: Readonly<Record<string, unknown>>
}

/** What a layout works in: whose call, which organisation, and where changes are noted. */
export interface RecordsEnv {
  readonly session: Session
  readonly org: string
  readonly actor: Actor
  readonly lookup: EntityLookup
  readonly newId: () => string
  /** The action at work, for the history. */
  readonly cause?: string
  /** In which zone the organisation’s days begin (IANA). */
  readonly zone?: () => Promise<string>
  /** Every entity that may refer to this one. */
  readonly entities?: () => Iterable<Entity>
  /** Absent outside a command: then nothing may be written. */
  readonly changed?: (change: Change) => void
}

/** Where rows lie. `native` = a table per entity; others stand behind the same port. */
export interface Layout {
  records(entity: Entity, env: RecordsEnv): Records<Record<string, unknown>>
  /** Resolves when nothing of its own is at work in the background. */
  settle?(): Promise<void>
  stop?(): Promise<void>
}
