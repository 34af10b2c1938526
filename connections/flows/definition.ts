/**
 * A flow as it is stored, compared, exported and run: canonical JSON. Steps are a tree and not a graph, so
 * what follows what is read from top to bottom, and a difference between versions is a difference of text.
 *
 * Any value may be an expression: a text that holds `{{ … }}`. One that is nothing but `{{ … }}` keeps
 * the type of its result (`"{{ trigger.amount }}"` is a number), others become text. Inside stands CEL
 * (cel.dev, see #connections/expressions). It sees `trigger`, `steps.<id>` (what a step answered),
 * `vars`, `item` and `index` (inside `each`), `error` (inside `catch`), `flow` and `run`.
 */
export interface Flow {
  readonly format: 1
  readonly title: string
  readonly description?: string
  readonly trigger: Trigger
  readonly steps: readonly Step[]
  /** Linked accounts by alias; who installs the flow chooses one of that connector for each. */
  readonly accounts?: Readonly<
    Record<string, { readonly connector: string; readonly title: string }>
  >
  /** Values that steps may change, with what they begin with. */
  readonly variables?: Readonly<Record<string, unknown>>
  /** In which order runs of this flow go. */
  readonly order?: Order
  /** What days and clock times mean in its expressions; default Asia/Shanghai. */
  readonly zone?: string
  /** A run that is active for longer is ended as failed (`timeout`); waiting does not count. */
  readonly timeoutMs?: number
}

/** What a run begins with; its data is `trigger` in expressions. */
export type Trigger =
  /** By hand, by another flow, by an action: its input is checked against the schema. */
  | { readonly kind: 'manual'; readonly input?: JsonSchema }
  /** An event of a module (`approval.request.approved`) or of a standard (`crm.customer@1#crm.customer.created`). */
  | { readonly kind: 'event'; readonly event: string; readonly where?: Expression }
  /** A record of an entity came, changed or went. */
  | {
      readonly kind: 'record'
      readonly entity: string
      readonly on: readonly ('created' | 'updated' | 'deleted')[]
      readonly where?: Expression
    }
  | {
      readonly kind: 'schedule'
      /** Five fields, in `zone`. */
      readonly cron: string
      readonly zone: string
      /** Only on working days of the organisation. */
      readonly workdays?: boolean
      /** What becomes of times missed while nothing ran, and for how long they still count. */
      readonly missed: 'skip' | 'latest' | 'all'
      readonly graceMs?: number
    }
  /** `POST /hooks/<secret path>`: acknowledged once the run is stored. */
  | {
      readonly kind: 'webhook'
      /** How the sender proves himself; the secret is the flow's own, given or made when it is published. */
      readonly verify?: {
        readonly scheme: 'standard' | 'hmac-sha256' | 'token'
        /** Where signature or token stand; default: where the scheme's senders put them. */
        readonly header?: string
      }
      /** A delivery that does not meet it is acknowledged and begins nothing. */
      readonly where?: Expression
      /** What makes a delivery the same one again; default: the sender's id header, else the body. */
      readonly key?: Expression
      /** `result` waits (30 s at most) for what the flow answers. */
      readonly answer?: 'accepted' | 'result'
    }
  /** An action asked again and again: new items become runs, and the cursor moves in the same transaction. */
  | {
      readonly kind: 'poll'
      readonly action: string
      readonly input: unknown
      readonly everyMs: number
      readonly items: Expression
      readonly key: Expression
      readonly cursor?: Expression
      readonly account?: string
    }
  | { readonly kind: 'mention'; readonly word: string }
  | { readonly kind: 'button'; readonly title: string; readonly input?: JsonSchema }

export type Order =
  | { readonly kind: 'parallel' }
  /** One after another for each key; `parkAfter` failures the key alone is set aside. */
  | { readonly kind: 'serial'; readonly key: Expression; readonly parkAfter?: number }
  /** A newer run of the same key ends those that have not begun. */
  | { readonly kind: 'newest'; readonly key: Expression }
  /** While one of the key is under way, others are refused. */
  | { readonly kind: 'reject'; readonly key: Expression }
  /** Runs once it has been quiet for so long, with all that came as `trigger.items`. */
  | {
      readonly kind: 'collect'
      readonly key: Expression
      readonly quietMs: number
      readonly mostMs: number
      readonly max: number
    }

/** CEL within `{{ }}`, or a plain value. */
export type Expression = string | number | boolean
export type JsonSchema = Readonly<Record<string, unknown>>

/** What every step has; the rest is its kind's own (steps/<kind>.ts). Ids are unique in the flow: `[a-z][a-z0-9_]*`. */
export interface Step {
  readonly id: string
  readonly kind: string
  readonly title?: string
  /** Left out when this is false. */
  readonly when?: Expression
  readonly retry?: Retry
  /**
   * Asked when a crash left open whether it happened: a query, and what its `output` must say. Beside what the
   * step sees, `key` is the idempotency key it sent. Unless the answer is true or false, the owner is asked.
   */
  readonly verify?: {
    readonly action: string
    readonly input?: unknown
    readonly happened: Expression
  }
  /** What its output was when a person pinned it for tests. */
  readonly pinned?: unknown
  readonly [config: string]: unknown
}

export interface Retry {
  readonly times: number
  readonly pauseMs: number
  readonly factor?: number
  /** Classes of error that are tried again; default: rate, unavailable, timeout. */
  readonly on?: readonly ErrorClass[]
}

/** Who may do something about it: the account's owner, nobody but time, who made the flow, us. */
export type ErrorClass =
  | 'auth'
  | 'rate'
  | 'data'
  | 'unavailable'
  | 'timeout'
  | 'refused'
  | 'uncertain'
  | 'bug'
