import type { TObject, TProperties } from 'typebox'
import { T, type Actor, type Kernel, type Static, type TSchema } from '#kernel'
import type { Compiled } from '#connections/expressions'
import type { Calendar } from './calendar.ts'
import type { Block, Program } from './program.ts'
import type { Claim } from './claims.ts'

/**
 * A kind of step is one file `steps/<kind>.ts`: its form is made from the schema, and it is listed in
 * kinds.ts. Values of its config arrive computed; `steps` arrive as blocks to run, `lazy` ones to be
 * computed when asked for.
 */
export interface StepKind<S extends TObject = TObject> {
  readonly kind: string
  readonly title: string
  readonly description: string
  readonly schema: S
  /**
   * `pure`: same input, same output, nothing else: needs no journal, is computed again after a crash.
   * `durable`: has an effect or a result that may differ, so its row says whether it happened.
   * `control`: runs other steps; pure when they are.
   */
  readonly effect: 'pure' | 'durable' | 'control'
  /** Of a durable kind: it changes nothing outside the run, so it may happen in a test too. */
  readonly harmless?: true
  /** Of a control or pure kind: durable with this config (it reads pages, it starts runs, it asks for days off). */
  readonly durable?: (config: Readonly<Record<string, unknown>>) => boolean
  run(config: Static<S>, ctx: StepContext): unknown
}

// oxlint-disable-next-line typescript/no-explicit-any -- kinds differ in their config; the list holds them all
export type AnyStepKind = StepKind<any>

export function defineStep<const P extends TProperties>(spec: StepKind<TObject<P>>): AnyStepKind {
  return Object.freeze(spec) as AnyStepKind
}

/** A field that holds steps. */
export const steps = (options: { title?: string } = {}) =>
  T.Unsafe<Block>({ type: 'array', 'x-steps': true, ...options })
/** A field whose expression is computed when the step asks for it, maybe again and again. */
export const lazy = (options: { title?: string; description?: string } = {}) =>
  T.Unsafe<Compiled>({ 'x-lazy': true, ...options })
/** A field that is kept as it is written: an expression for another moment. */
export const raw = (options: { title?: string; description?: string } = {}) =>
  T.Unsafe<string>({ type: 'string', 'x-raw': true, maxLength: 4000, ...options })
/** A field that takes any value, expressions included. */
export const anything = (options: { title?: string; description?: string } = {}): TSchema =>
  T.Json(options)

/** A step whose effect was there already. `found`: what the probe saw of it. */
export interface Happened {
  readonly happened: boolean
  readonly found?: unknown
}

/** Names given to a block beside what its surroundings see. */
export type Locals = Readonly<Record<string, unknown>>

export interface StepContext {
  readonly kernel: Kernel
  /** Where this step stands in this run: `notify`, `lines/17/ship`. */
  readonly path: string
  readonly id: string
  /** Which try this is; the first is 1. */
  readonly attempt: number
  readonly claim: Claim
  /** When the run began; what `now()` answers. */
  readonly now: Date
  /** Running for a test or a look back: durable steps do not happen. */
  readonly dry: boolean
  /** The flow's owner, with rights as of now. */
  owner(): Promise<Actor>
  /** The linked account that was chosen for an alias. */
  account(alias: string): string
  /** Computes a lazy field. */
  value(of: Compiled, locals?: Locals): unknown
  /** Runs steps; `at` sets their paths apart (`1`, `yes`), locals are seen by them only. Answers what the last one did. */
  block(block: Block, at: string, locals?: Locals): Promise<unknown>
  /** The same with outputs of its own: once for each item; and with variables of its own where steps run side by side. */
  apart(block: Block, at: string, locals?: Locals, vars?: 'shared' | 'own'): Promise<unknown>
  /** Another flow, ready to run. */
  programFor(flow: string, version: number): Promise<Program>
  /** What days and clock times mean in this flow. */
  readonly zone: string
  /** Which days the organisation works, as of now. */
  workdays(): Promise<Calendar>
  /** A step of this id has given an output. */
  has(step: string): boolean
  setVariable(name: string, value: unknown): void
  readonly vars: Readonly<Record<string, unknown>>
  /** A key that stays the same however often this step is tried. */
  readonly key: string
  /**
   * Written before an outside effect. After a crash in between, unless doing it twice does no harm, the step's
   * `verify` is asked, else the owner. What it answers when it happened; `go`: do it.
   */
  intend(harmless: boolean): Promise<'go' | Happened>
  /** Writes the step's row in the transaction of its effect: both or neither. */
  done(session: { readonly sql: Kernel['database']['system'] }, output: unknown): Promise<void>
  /** Stops the run until the row at this path is answered, or until `due`. What was answered meanwhile, or before, is returned. */
  wait(what: Waiting): Promise<Answered>
  /** Opens the wait in somebody else's transaction. */
  openIn(session: { readonly sql: Kernel['database']['system'] }, due?: Date): Promise<void>
  /** This step waits already, or has been answered. */
  opened(): boolean
  /** What this step has kept for itself, and keeping it. */
  progress(): unknown
  keep(progress: unknown, forget?: string): Promise<void>
}

export interface Waiting {
  readonly due?: Date
  /** An event, and what an expression of it must give. */
  readonly event?: { readonly type: string; readonly on: string; readonly value: string }
  /** Runs once, in the transaction that opens the wait. */
  readonly open?: (session: { readonly sql: Kernel['database']['system'] }) => Promise<void>
  /** Set apart from the step's own row. */
  readonly at?: string
}

/** `due`: time ran out first. */
export type Answered =
  | { readonly kind: 'answer'; readonly output: unknown }
  | { readonly kind: 'due' }
