/** A run that this node has taken: what the claim answers. */
export interface Claim {
  readonly org: string
  readonly id: string
  readonly flow: string
  readonly version: number
  readonly owner: string
  readonly cause: string
  readonly input: unknown
  readonly started_at: string
  readonly lane: string | null
  readonly parent: string | null
  readonly parent_path: string | null
  readonly keys_of: string | null
  /** Grows with each claim; a write under an older one does not count. */
  readonly fence: number
  /** Nobody has begun it: there is no journal to read. */
  readonly first: boolean
  /** How long it has been active before; waiting does not count. */
  readonly active_ms: number
  /** How many runs brought one another about before this one. */
  readonly depth: number
}
