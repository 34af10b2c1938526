import type { ErrorClass, Step } from '../definition.ts'
import { controlCases } from './cases-control.ts'
import { durableCases } from './cases-durable.ts'
import { listCases } from './cases-lists.ts'
import { valueCases } from './cases-values.ts'

/** What one kind does with data, when it fails, and when there is nothing: proven by a test, shown in docs/flows.md. */
export interface Kindly {
  readonly data: Case
  readonly failure: Case
  readonly empty: Case
}

export type Case = {
  /** What is shown, in a few words. */
  readonly says: string
  /** What the run begins with. `$name` stands for something that the test prepares (prepare.ts). */
  readonly given?: unknown
  readonly variables?: Readonly<Record<string, unknown>>
  readonly accounts?: Readonly<Record<string, '$key'>>
  readonly steps: readonly Step[]
  /** What a person does meanwhile. */
  readonly meanwhile?: 'approve'
} & (
  | { readonly output: unknown }
  /** Where the answer differs from run to run: how it reads as JSON. */
  | { readonly reads: RegExp }
  | { readonly fails: readonly [kind: ErrorClass, message: string] }
  /** It is not even published: the place that is wrong. */
  | { readonly refused: string }
)

export const cases: Readonly<Record<string, Kindly>> = {
  ...controlCases,
  ...valueCases,
  ...listCases,
  ...durableCases,
}

/** Qianfan's 27 logic nodes, and what does their work here. */
export const QIANFAN: readonly (readonly [node: string, ours: readonly string[], how: string])[] = [
  ['Async', ['flow'], 'with `wait: false`: the other flow runs by itself'],
  ['Break', ['break'], ''],
  ['Cache', ['cache'], ''],
  ['Choice', ['choose'], ''],
  ['Compress', ['compress', 'decompress'], ''],
  ['Continue', ['continue'], ''],
  ['Crypto', ['crypto', 'hash'], 'keys are linked accounts; a fingerprint needs none'],
  ['Filter', ['filter'], ''],
  ['Flow Reference', ['flow'], ''],
  ['For Each', ['each'], ''],
  ['Logger', ['log'], ''],
  ['Mapper', ['map'], ''],
  ['Parallel Foreach', ['each'], 'with `width`'],
  ['Raise Error', ['fail'], ''],
  ['Rate Limiter', ['rate'], 'over all runs and servers'],
  ['RecordSet Encoder', ['encode', 'decode'], ''],
  ['Remove Variable', ['unset'], ''],
  ['Scatter Gather', ['parallel'], 'the answers come as a list'],
  ['Scheduler', [], 'the trigger `schedule`'],
  ['Set Payload', ['set'], 'what a step answers is its payload'],
  ['Set Variable', ['set', 'append'], ''],
  ['Synchronized', ['lock'], 'over all servers'],
  ['Table', ['table', 'aggregate', 'sort', 'unique', 'slice'], ''],
  ['Transform', ['code', 'map', 'text'], 'JavaScript in a sandbox, or expressions'],
  ['Try', ['try'], 'with `compensate`, which undoes'],
  ['Until Successful', ['until'], ''],
  ['While', ['while'], ''],
]
