import type { Schema } from '#web'

/** What a document is, before anything of it is chosen. */
export interface Seen {
  document: string
  title: string
  version: string
  operations: number
  name: string
  server?: string
  auth: string[]
}
export interface Listed {
  key: string
  title: string
  tag: string
  kind: 'query' | 'command'
  noun: string
  verb: string
  deprecated: boolean
}
export interface Paging {
  style: 'cursor' | 'page' | 'offset' | 'link'
  items?: string
  limit?: string
  cursor?: string
  next?: string
  first?: number
  most?: number
}
/** What the document does not say of an operation, and whoever knows the service does. */
export interface Settings {
  noun?: string
  verb?: string
  title?: string
  kind?: 'query' | 'command'
  again?: boolean
  idempotency?: string
  paging?: Paging
  unwrap?: string
  poll?: { cursor: string; since: string; key: string }
  [more: string]: unknown
}
export interface Chosen extends Listed {
  settings: Settings
}
export interface Shown {
  key: string
  noun: string
  verb: string
  kind: 'query' | 'command'
  title: string
  description: string
  again: boolean
  input: Schema
  output: Schema
}
export interface Standard {
  interface: string
  title: string
  actions: string[]
  events: string[]
}
/** For each part of a standard the operation that stands for it; nothing when it does without. */
export interface StandsFor {
  interface: string
  parts: Record<string, string>
}

export const nounOfChosen = ({ noun, settings }: Chosen): string => settings.noun ?? noun
export const verbOfChosen = ({ verb, settings }: Chosen): string => settings.verb ?? verb
export const nameOfChosen = (chosen: Chosen): string =>
  `${nounOfChosen(chosen)}.${verbOfChosen(chosen)}`
