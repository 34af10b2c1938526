import type { Scope } from '#connections/expressions'
import type { Happened } from './define-step.ts'
import type { Node } from './program.ts'
import type { Walk } from './walk.ts'

/**
 * Asks the other side whether it happened, as the step's `verify` says. Undefined: there is no probe, or it does
 * not know; then only a person can say.
 */
export async function probe(
  walked: Walk,
  { verify }: Node,
  key: string,
  scope: Scope,
): Promise<Happened | undefined> {
  if (!verify) return undefined
  const { kernel, claim } = walked
  try {
    const seen = { ...scope, key }
    const input = verify.input?.of(seen, walked) ?? {}
    const action = (await kernel.registryOf(claim.org)).action(verify.action)
    if (action.kind !== 'query' && action.idempotent !== true) return undefined
    const output = await kernel.call(action.id, input, await walked.owner(), { door: 'flow' })
    const happened = verify.happened.of({ ...seen, output }, walked)
    if (happened === true) return { happened, found: output }
    return happened === false ? { happened } : undefined
  } catch (error) {
    kernel.log.info({ run: claim.id, error: String(error) }, 'a probe could not say')
    return undefined
  }
}
