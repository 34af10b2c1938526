/** How far a scope reaches: one's own record, one's departments, those below them too, or everything. */
export type Range = 'self' | 'department' | 'subtree' | 'all'

export const RANGES: readonly Range[] = ['self', 'department', 'subtree', 'all']

/** Built-in roles. A module's scope names those that hold it from the start. */
export type BuiltInRole = 'owner' | 'admin' | 'auditor' | 'member'

export type ActorKind = 'person' | 'app' | 'device' | 'contact' | 'operator' | 'module' | 'nobody'

/**
 * Who calls. Made once per call from a credential and never changed; everything an access rule may
 * ask of `$actor` is here, so a rule needs no query of its own.
 */
export interface Actor {
  readonly kind: ActorKind
  /** Person, app, device or contact id; for a module its id; `''` for nobody. */
  readonly id: string
  readonly org: string
  /** The server-wide account behind a person, when signed in with one. */
  readonly account?: string
  readonly name: string
  /** The session or token that authenticated the call; revoking it ends open sockets too. */
  readonly session?: string
  readonly scopes: ReadonlyMap<string, Range>
  /** Departments the actor belongs to, and the closure below them. */
  readonly departments: readonly string[]
  readonly subtree: readonly string[]
  readonly groups: readonly string[]
  readonly roles: readonly string[]
  /** Set when a module acts for someone: audited as "module for person". */
  readonly onBehalfOf?: string
}

/** The organisation that operates the server; accounts, sessions and the list of organisations lie there. */
export const OPERATOR_ORG = '00000000-0000-7000-8000-000000000001'

const EMPTY: readonly string[] = Object.freeze([])

/** An actor without any right. */
export function nobody(org: string = OPERATOR_ORG): Actor {
  return {
    kind: 'nobody',
    id: '',
    org,
    name: 'nobody',
    scopes: new Map(),
    departments: EMPTY,
    subtree: EMPTY,
    groups: EMPTY,
    roles: EMPTY,
  }
}

/** A module acting as itself: only the scopes its manifest lists under `acts`. */
export function moduleActor(
  id: string,
  org: string,
  acts: readonly string[],
  onBehalfOf?: string,
): Actor {
  const scopes = new Map(acts.map((scope) => [scope, 'all' as const]))
  const base = {
    kind: 'module' as const,
    id,
    org,
    name: id,
    scopes,
    departments: EMPTY,
    subtree: EMPTY,
    groups: EMPTY,
    roles: EMPTY,
  }
  return onBehalfOf === undefined ? base : { ...base, onBehalfOf }
}
