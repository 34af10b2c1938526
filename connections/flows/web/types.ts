import type { Schema } from '#web'
import type { Flow as Definition, Step, Trigger } from '../definition.ts'

export type { Definition, Step, Trigger }

export interface FlowRow {
  id: string
  rev: number
  title: string
  description?: string
  owner: string
  state: 'enabled' | 'disabled' | 'stopped' | 'deleted'
  reason?: string
  version: number
  trigger_kind: Trigger['kind']
  trigger_on?: string
  hook?: string
  accounts?: Record<string, string>
  updated_at: string
  [field: string]: unknown
}
export interface VersionRow {
  id: string
  flow: string
  number: number
  definition: Definition
  made_by: string
  note?: string
  created_at: string
  [field: string]: unknown
}
export type RunState =
  | 'queued'
  | 'collecting'
  | 'ready'
  | 'running'
  | 'waiting'
  | 'done'
  | 'failed'
  | 'cancelled'
export interface RunRow {
  id: string
  flow: string
  version: number
  owner: string
  state: RunState
  cause: string
  error_class?: string
  error_step?: string
  error?: string
  created_at: string
  started_at?: string
  ended_at?: string
  due_at?: string
  origin?: string
  parent?: string
  lane?: string
  [field: string]: unknown
}
export interface SeenStep {
  path: string
  kind: string
  state: 'done' | 'failed' | 'skipped' | 'waiting' | 'retry' | 'running' | 'uncertain'
  input?: unknown
  output?: unknown
  input_length?: number
  output_length?: number
  error?: { class: string; message: string }
  ms: number
  attempt?: number
  at?: string
  due_at?: string
}
export interface Tried {
  state: 'done' | 'failed' | 'waiting'
  steps: SeenStep[]
  more: boolean
  output?: unknown
  error?: { class: string; message: string; path: string }
}
export interface RunLook {
  run: RunRow & { active_ms: number }
  title: string
  flow_state: string
  flow_version: number
  definition: Definition
  input: unknown
  output?: unknown
  steps: SeenStep[]
  more: boolean
}
export interface KindInfo {
  kind: string
  title: string
  description: string
  effect: 'pure' | 'durable' | 'control'
  schema: Schema
}
export type Kinds = ReadonlyMap<string, KindInfo>
export interface Fault {
  path: string
  message: string
}
/** Where something stands in the definition, as JSON Pointer's parts. */
export type Place = readonly (string | number)[]
