import type { Declared } from './http/declared.ts'
import type { Settings } from './openapi/settings.ts'
import type { SqlPlan } from './sql/make.ts'

/** One operation of somebody else's interface as it was chosen: everything a call needs, and nothing to be looked up. */
export interface Operation {
  /** What the service calls it: `GET /customers/{id}`. */
  readonly key: string
  readonly noun: string
  readonly verb: string
  readonly kind: 'query' | 'command'
  readonly title: string
  readonly zh?: string
  readonly description: string
  readonly method: string
  /** With `{as}` where a parameter stands, and what the service wants beside them. */
  readonly path: string
  /** When it is not the interface's own. */
  readonly server?: string
  readonly params: readonly Param[]
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Body
  readonly input: Schema
  readonly output: Schema
  /** Asked twice it does no harm. */
  readonly again: boolean
  readonly destructive?: boolean
  /** The header in which the service takes a key under which it does a thing once. */
  readonly idempotency?: string
  readonly paging?: Paging
  /** Where in its answer the thing itself stands: `/data`. */
  readonly unwrap?: string
  /** A service that says in a good answer that it went wrong. */
  readonly fault?: Fault
  /** What a flow's poll wants to know. */
  readonly poll?: Poll
  /** An expression over `answer` (`status`, `headers`, `body`) that makes the output. */
  readonly map?: unknown
  /** What of the document it was made from; another one means that the service changed it. */
  readonly mark: string
}

export type Schema = Readonly<Record<string, unknown>>
export interface Param {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  /** The input's own field. */
  readonly as: string
  /** How a list travels: repeated, or joined with commas; an object with its keys in brackets. A path of several segments keeps them. */
  readonly list?: 'segments' | 'repeat' | 'comma' | 'space' | 'pipe' | 'brackets'
  /** Sent when the caller gives none. */
  readonly fixed?: string
}
export interface Body {
  readonly media: 'json' | 'form' | 'text'
  readonly type: string
  /** The input field that is the whole body; without it, these fields are its properties. */
  readonly whole?: string
  readonly fields?: Readonly<Record<string, string>>
  /** A declared request: the body with `{{ expressions }}` in it. */
  readonly template?: unknown
}
/** How the service cuts a list into pages, made into `limit` and `cursor` → `items` and `next`. */
export interface Paging {
  readonly style: 'cursor' | 'page' | 'offset' | 'link'
  /** Where the items are; the answer itself when it is a list. */
  readonly items?: string
  /** The service's parameters for how many and from where. */
  readonly limit?: string
  readonly cursor?: string
  /** Style `cursor`: where the next one stands in the answer. */
  readonly next?: string
  /** Style `page`: the number of the first page. */
  readonly first?: number
  readonly most?: number
}
export interface Fault {
  readonly at: string
  readonly ok: readonly unknown[]
  readonly message?: string
}
export interface Poll {
  /** The field of an item that only grows, and the parameter that takes the last one seen. */
  readonly cursor: string
  readonly since: string
  readonly key: string
}

/** An imported interface as it is kept. */
export interface Plan {
  readonly operations: readonly Operation[]
  readonly connector?: ConnectorPlan
  readonly implements?: readonly Implements[]
  /** Of a database instead. */
  readonly sql?: SqlPlan
  readonly overlay?: Readonly<Record<string, unknown>>
  /** As they were chosen from the document, to choose them again from a newer one. */
  readonly choices?: readonly { readonly key: string; readonly settings?: Settings }[]
  /** As somebody wrote them down, to go on writing. */
  readonly requests?: readonly Declared[]
}
export interface ConnectorPlan {
  readonly auth: readonly object[]
  readonly origins: readonly string[]
}
export interface Implements {
  readonly interface: string
  readonly ids?: Readonly<Record<string, string>>
  readonly fields?: Readonly<Record<string, string>>
  readonly without?: readonly string[]
}
