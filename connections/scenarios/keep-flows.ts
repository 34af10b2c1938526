import type { Context } from '#kernel'
import { createFlow, deleteFlow, updateFlow } from '#connections/flows'
import { setDependents } from '#connections/vault'
import { flowsOf } from './make.ts'
import type { Choice, Recipe } from './recipe.ts'

export interface Published {
  readonly flows: Record<string, string>
  /** Addresses that others call; a secret is answered this once. */
  readonly hooks: { name: string; hook: string; secret?: string }[]
}

/**
 * Publishes the recipe's flows as chosen: those that there are get a new version (none when nothing
 * changed), new ones are made, and those that the recipe has no more are deleted. Answers them by name.
 */
export async function publish(
  ctx: Context,
  recipe: Recipe,
  choice: Choice,
  existing: Readonly<Record<string, string>>,
  enabled: boolean,
  note?: string,
): Promise<Published> {
  const flows: Record<string, string> = {}
  const hooks: Published['hooks'] = []
  for (const [name, definition] of Object.entries(flowsOf(recipe, choice))) {
    const flow = existing[name]
    const made = flow
      ? await ctx.call(updateFlow, { flow, definition, ...(note ? { note } : {}) })
      : await ctx.call(createFlow, { definition, enabled })
    flows[name] = made.flow
    const { hook, secret } = made
    if (hook) hooks.push({ name, hook, ...(secret ? { secret } : {}) })
  }
  for (const [name, flow] of Object.entries(existing))
    if (!(name in flows)) await ctx.call(deleteFlow, { flow })
  return { flows, hooks }
}

/** Whose account stops learns that this scenario stops with it. */
export async function depends(
  ctx: Context,
  { id, language }: { readonly id: string; readonly language: string },
  recipe: Recipe,
  accounts: Readonly<Record<string, string>>,
): Promise<void> {
  await ctx.call(setDependents, {
    kind: 'scenario',
    ref: id,
    title: recipe.title[language === 'zh' ? 'zh' : 'en'].slice(0, 200),
    link: `/scenarios/installed/${id}`,
    accounts: [...new Set(Object.values(accounts))],
  })
}
