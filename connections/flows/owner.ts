import type { Actor, Kernel } from '#kernel'
import { ours, StepError, Suspended } from './classify.ts'

/** Whose flow it is, with his rights as of now; who has left has none. */
export async function ownerOf(kernel: Kernel, org: string, owner: string): Promise<Actor> {
  const actor = await kernel.actorOf(org, owner)
  if (!actor) throw new StepError('refused', 'The owner of the flow is no longer a member.')
  return actor
}

/** The same for a run under way: without its owner it stands still before its next effect, until somebody takes it over. */
export async function ownerOfRun(kernel: Kernel, org: string, owner: string): Promise<Actor> {
  const actor = await ours(() => kernel.actorOf(org, owner))
  if (!actor) throw new Suspended(undefined, owner)
  return actor
}
