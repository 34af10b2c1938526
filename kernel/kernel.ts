import type { Actor } from './actor.ts'
import type { Blobs, Fact, Log, Mail, Secrets } from './context.ts'
import type { Database, Session } from './database.ts'
import type { Credential } from './define-module.ts'
import type { AnyAction, InputOf, OutputOf } from './define.ts'
import type { Egress } from './egress.ts'
import type { Position } from './events.ts'
import type { Registry } from './registry.ts'

/** What a door passes with a call. */
export interface CallOptions {
  readonly door: string
  /** Idempotency key of the caller. */
  readonly key?: string
  readonly address?: string
  readonly signal?: AbortSignal
  /** The answer is only sent on: it may come as a `JsonText`. */
  readonly asText?: boolean
  /** Runs first inside the command's transaction; how a job ends together with its effects. */
  readonly before?: (session: Session) => Promise<void>
  /** Runs last inside it, with the answer; how a step is journalled together with its effects. */
  readonly after?: (session: Session, output: unknown) => Promise<void>
}

/** A stored event on its way to those who joined its stream. `frame` is serialised once for all of them. */
export interface StreamEvent extends Fact<unknown> {
  readonly stream: string
  /** Absent for a signal. */
  readonly seq?: number
}

/** Reading a stream from a position; `recovered: false` means fetch anew and go on after `seq`. */
export interface Recovery {
  readonly seq: number
  readonly epoch: string
  readonly recovered: boolean
  readonly events: readonly StreamEvent[]
}

/** Whose rights changed: every field given must match. */
export interface Revocation {
  readonly org?: string
  readonly id?: string
  readonly session?: string
  readonly account?: string
}

/** What the composition root brings: real engines behind small ports. */
export interface Ports {
  readonly blobs: Blobs
  readonly mail: Mail
  readonly secrets: Secrets
  readonly egress: Egress
  readonly log: Log
  readonly publicUrl: string
}

/** The running installation: what doors, jobs and tests hold in their hands. */
export interface Kernel extends Ports {
  /** What the server itself has. */
  readonly registry: Registry
  /** The same with what an organisation built or installed as data. */
  registryOf(org: string): Promise<Registry>
  /** An organisation's built modules changed (another node said so): read them anew. */
  rebuilt(org: string): void
  readonly database: Database
  /** Recognises a caller; `undefined` when the credential is unknown, expired or revoked. Cached for at most a second. */
  authenticate(credential: Credential): Promise<Actor | undefined>
  /** A person, app or device by id, with its rights as of now. */
  actorOf(org: string, id: string): Promise<Actor | undefined>
  /** The one pipeline. `action` by id (doors) or by value (code). */
  call<A extends AnyAction>(
    action: A,
    input: InputOf<A>,
    actor: Actor,
    options: CallOptions,
  ): Promise<OutputOf<A>>
  call(action: string, input: unknown, actor: Actor, options: CallOptions): Promise<unknown>
  /** After commit, for this node's sockets. Returns the way to stop listening. */
  onEvent(listen: (event: StreamEvent) => void): () => void
  /** Events were committed on this node: who reads the log looks now. Losing one loses nothing. */
  onCommit(listen: () => void): () => void
  /** Events of all organisations after a position, in commit order, at most `limit` (500); without a position, from now on. */
  eventsAfter(
    after: Position | undefined,
    limit?: number,
  ): Promise<{
    /** `xid`: the transaction that wrote it. */
    readonly events: readonly (StreamEvent & { readonly xid: string })[]
    readonly position: Position
  }>
  /** Changes of records for which this answers true are written into the log as `record.changed`, in their own transaction. */
  watch(test: (org: string, entity: string) => boolean): () => void
  /** Fired when an actor's rights, session or membership changed: forget caches, re-check or close sockets. */
  onRevoked(listen: (who: Revocation) => void): () => void
  /** Names of the other nodes that serve from this database. */
  otherNodes(): readonly string[]
  /** Called by the module that keeps sessions and roles, after commit. */
  revoked(who: Revocation): void
  /** Events of one stream after a position, at most `limit` (500), else `recovered: false`. */
  recover(org: string, stream: string, after?: { seq: number; epoch: string }): Promise<Recovery>
  /** May this actor join this stream? Throws the refusal. */
  mayJoin(stream: string, actor: Actor): Promise<void>
  /** Resolves when no job is due; for tests and orderly shutdown. */
  idle(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
