import { OPERATOR_ORG, type Actor } from './actor.ts'
import type { Kernel } from './kernel.ts'

/** The operator's own hands: every scope, in one organisation. */
export function operatorActor(kernel: Pick<Kernel, 'registry'>, org: string = OPERATOR_ORG): Actor {
  const scopes = new Map([...kernel.registry.scopes.keys()].map((scope) => [scope, 'all' as const]))
  return {
    kind: 'operator',
    id: OPERATOR_ORG,
    org,
    name: 'operator',
    scopes,
    departments: [],
    subtree: [],
    groups: [],
    roles: ['operator'],
  }
}
