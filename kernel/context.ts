import type { TSchema } from 'typebox'
import type { Actor } from './actor.ts'
import type { AnyAction, Entity, Errors, EventType, InputOf, OutputOf, RecordOf } from './define.ts'
import type { TenonError } from './errors.ts'
import type { Sql } from './database.ts'
import type { Egress } from './egress.ts'
import type { Revocation } from './kernel.ts'
import type { Registry } from './registry.ts'
import type { Records } from './records/records.ts'
import type { Static } from './schema.ts'

/** Where an event is put in order: a stream numbers what it carries without holes. */
export interface EmitOptions {
  /** `<event module>.<noun>:<id>`, e.g. `chat.conversation:0198…`. Everyone who joined it is told after commit. */
  readonly stream?: string
  /** What the audit log shows as subject; default: the action's. */
  readonly subject?: string
}

/** What a job may say beside its input. Jobs of one `lane` run one after another, in order. */
export interface EnqueueOptions {
  readonly lane?: string
  readonly at?: Date
  /** At most one job of this key waits (an inbox); the next may be asked for while one runs, see jobs.ts. */
  readonly key?: string
}

/** Blob storage as a handler sees it; rows about files are the files module's. */
export interface Blobs {
  put(
    key: string,
    body: AsyncIterable<Uint8Array> | Uint8Array,
  ): Promise<{ size: number; sha256: string }>
  get(key: string, range?: { start: number; end?: number }): Promise<NodeJS.ReadableStream>
  delete(key: string): Promise<void>
  /** About `limit` of all there is, in an order of the store's own; `after` is the last page's `next`. */
  list(after: string | undefined, limit: number): Promise<BlobPage>
}

export interface BlobPage {
  readonly items: readonly { readonly key: string; readonly size: number; readonly at: Date }[]
  readonly next?: string
}

/** Mail as a handler sees it; only an `outside` action sends. */
export interface Mail {
  readonly kind: 'folder' | 'smtp'
  send(message: {
    to: string
    subject: string
    text: string
    html?: string
    fromName?: string
    id?: string
    /** An iCalendar part (RFC 6047): mail programs offer to answer it. */
    calendar?: { method: string; text: string }
  }): Promise<void>
  /** Mail kept instead of sent, newest first; empty when mail really goes out. */
  list(limit: number): Promise<
    readonly {
      id: string
      at: string
      to: string
      subject: string
      text: string
      calendar?: string
    }[]
  >
}

/** Small secrets at rest (a TOTP seed, a push key), sealed with the server's master key, which no backup holds. */
export interface Secrets {
  /** `bound` is what it belongs to: sealed for one place, it opens in no other. */
  seal(plain: string, bound?: string): string
  /** Refuses what was not sealed by this server or was altered. */
  open(sealed: string, bound?: string): string
}

export interface Log {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** What every handler has, single or batch. */
export interface BaseContext {
  readonly org: string
  readonly now: Date
  readonly log: Log
  readonly signal: AbortSignal
  readonly settings: Readonly<Record<string, unknown>>
  /** Hand-written SQL in the same transaction, under row-level security: `` await ctx.sql`SELECT …` ``. */
  readonly sql: Sql
  /** A statement that nobody waits for: its outcome comes with COMMIT, and a failure undoes the command. */
  last(statement: Promise<unknown>): void
  readonly blobs: Blobs
  readonly mail: Mail
  readonly secrets: Secrets
  /** The way out; only from an `outside` action. */
  readonly egress: Egress
  /** Where people reach this server, without a trailing slash; for links in mail. */
  readonly publicUrl: string
  /** A new UUIDv7. */
  id(): string
}

/** An `outside` action does not compile here: enqueue it. */
export type Local<A extends AnyAction> = A['effect'] extends 'outside' ? never : A

/** A handler's whole world. */
export interface Context<
  E extends Errors = Errors,
  V extends readonly EventType[] = readonly EventType[],
> extends BaseContext {
  readonly actor: Actor
  /** Which door the call came by: `http`, `mcp`, `cli`, `realtime`, `job`, `module`, `test`. */
  readonly door: string
  /** The caller's network address where there is one; for rate limits and the session list. */
  readonly address: string | undefined
  /** The caller's idempotency key, for an `outside` action that can hand it on. */
  readonly key: string | undefined
  records<N extends Entity>(entity: N): Records<RecordOf<N>>
  /** Another module's action as the same actor, in the same transaction. */
  call<A extends AnyAction>(action: Local<A>, input: InputOf<A>): Promise<OutputOf<A>>
  call(action: string, input: unknown): Promise<unknown>
  /** The same action as this module itself, for what its manifest lists under `acts`; audited as "module for person". */
  callAsModule<A extends AnyAction>(action: Local<A>, input: InputOf<A>): Promise<OutputOf<A>>
  /** Runs after commit, journalled, retried: the only way to an `outside` action from a command. */
  enqueue<A extends AnyAction>(action: A, input: InputOf<A>, options?: EnqueueOptions): void
  emit<N extends V[number]>(event: N, payload: Static<N['payload']>, options?: EmitOptions): void
  error(code: keyof E & string, details?: Record<string, unknown>): TenonError
  /** After commit: this organisation's built modules are read anew. */
  rebuild(): void
  /** Every definition of this organisation, built modules included: card templates, actions by id, events. */
  readonly registry: Registry
  /** Throws the refusal when the actor may not join the stream. */
  mayJoin(stream: string): Promise<void>
  /** After commit: whoever matches is asked for his rights anew, open sockets included. */
  revoke(who: Revocation): void
  /** The same transaction in another organisation: projections, memberships. Only for modules whose manifest says `acts: ['organisation.cross']`. */
  within<R>(org: string, work: (ctx: Context<E, V>) => Promise<R>): Promise<R>
}

export type ActionHandler<
  I extends TSchema,
  O extends TSchema,
  E extends Errors,
  V extends readonly EventType[],
> = (input: Static<I>, ctx: Context<E, V>) => Promise<Static<O>>

/** One command of a batch. */
export interface BatchItem<
  I,
  E extends Errors = Errors,
  V extends readonly EventType[] = readonly EventType[],
> {
  readonly input: I
  readonly actor: Actor
  emit<N extends V[number]>(event: N, payload: Static<N['payload']>, options?: EmitOptions): void
  enqueue<A extends AnyAction>(action: A, input: InputOf<A>, options?: EnqueueOptions): void
  error(code: keyof E & string, details?: Record<string, unknown>): TenonError
}

/** A batch's world: rights differ by item, so records are opened as somebody. */
export interface BatchContext extends BaseContext {
  /** With `owners`, the first record written is noted in the audit row of the first owner, and so on. */
  recordsAs<N extends Entity>(
    entity: N,
    actor: Actor,
    owners?: readonly BatchItem<unknown>[],
  ): Records<RecordOf<N>>
  readonly registry: Registry
}

export type BatchHandler<
  I extends TSchema,
  O extends TSchema,
  E extends Errors,
  V extends readonly EventType[],
> = (
  items: readonly BatchItem<Static<I>, E, V>[],
  ctx: BatchContext,
) => Promise<readonly (Static<O> | TenonError)[]>

/** What a subscription receives. */
export interface Fact<P> {
  readonly id: string
  readonly type: string
  readonly org: string
  readonly at: string
  readonly actor: string
  readonly payload: P
}
export type EventHandler<P extends TSchema> = (
  event: Fact<Static<P>>,
  ctx: Context,
) => Promise<void>
