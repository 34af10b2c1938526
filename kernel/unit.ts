import type { Actor } from './actor.ts'
import type { EmitOptions, EnqueueOptions } from './context.ts'
import type { Session } from './database.ts'
import type { AnyAction } from './define.ts'
import type { Revocation, StreamEvent } from './kernel.ts'
import type { Change } from './records/layout.ts'

/** What a command wants written beside its rows, gathered while it runs and written in one go before COMMIT. */
export interface Unit {
  readonly session: Session
  readonly events: PendingEvent[]
  readonly audits: AuditRow[]
  readonly jobs: PendingJob[]
  readonly onces: OnceRow[]
  readonly revocations: Revocation[]
  /** Organisations whose built modules change with this commit. */
  readonly rebuilds: Set<string>
}
export function newUnit(session: Session): Unit {
  return {
    session,
    events: [],
    audits: [],
    jobs: [],
    onces: [],
    revocations: [],
    rebuilds: new Set(),
  }
}

export interface PendingEvent {
  readonly org: string
  readonly id: string
  readonly type: string
  readonly actor: string
  readonly payload: unknown
  readonly options: EmitOptions
}

export interface PendingJob {
  readonly org: string
  readonly id: string
  readonly module: string
  /** An action id, or `subscription:<id>`. */
  readonly action: string
  readonly input: unknown
  readonly onBehalfOf: string | undefined
  readonly options: EnqueueOptions
}

export interface OnceRow {
  readonly org: string
  readonly actor: string
  readonly key: string
  readonly action: string
  readonly inputHash: string
  readonly output: unknown
}

export interface AuditRow {
  readonly org: string
  readonly id: string
  readonly actor: Actor
  readonly action: AnyAction
  readonly subject: string | undefined
  readonly outcome: string
  readonly door: string
  readonly address: string | undefined
  readonly input: unknown
  readonly changes: readonly Change[]
}

/** What those who joined the streams will be told once the transaction has committed. */
export interface Written {
  readonly events: readonly StreamEvent[]
  readonly jobs: boolean
}
