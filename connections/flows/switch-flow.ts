import type { Context } from '#kernel'
import { Flow } from './entities.ts'
import { flowChanged } from './events.ts'
import { definitionOf, mayTrigger, planTick, tellVault } from './publish.ts'

export async function switchFlow(
  ctx: Context<{}, readonly [typeof flowChanged]>,
  id: string,
  state: 'enabled' | 'disabled' | 'deleted',
): Promise<{ flow: string; state: string }> {
  const flow = await ctx.records(Flow).get(id)
  const definition = await definitionOf(ctx, id, flow.version)
  if (state === 'enabled') mayTrigger(ctx, definition)
  const changed = await ctx
    .records(Flow)
    .update(id, { state, reason: null, ...(state === 'deleted' ? { hook: null } : {}) })
  await planTick(ctx, changed, definition)
  if (changed.accounts) await tellVault(ctx, changed)
  ctx.emit(flowChanged, { flow: id, state, version: flow.version }, { subject: id })
  return { flow: id, state }
}
