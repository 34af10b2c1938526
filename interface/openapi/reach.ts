import type { Actor, AnyAction } from '#kernel'

/** Whether a door offers the action to this actor at all; row rules come later, inside the call. */
export function mayUse(actor: Actor, action: AnyAction): boolean {
  return action.internal !== true && holds(actor, action.scope)
}

/** `everyone` needs no sign-in, `member` any actor of the organisation, others the scope itself. */
export function holds(actor: Actor, scope: string): boolean {
  if (scope === 'everyone') return true
  if (actor.kind === 'nobody') return false
  return scope === 'member' || actor.scopes.has(scope)
}
