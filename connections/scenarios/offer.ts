import type { Context, Implementer } from '#kernel'
import { listInterfaces } from '#modules/standards'
import { partsUsed } from './make.ts'
import type { Choice, Recipe } from './recipe.ts'

/** Modules that may stand for a need, and what each of them cannot do of what the recipe uses. */
export interface NeedOffer {
  role: string
  interface: string
  optional: boolean
  apart: boolean
  chosen?: string
  /** What the organisation uses for this standard, for everything that names only the standard. */
  bound?: string
  options: { module: string; title: string; publisher: string; lacks: string[] }[]
  app?: string
}
export interface AccountOffer {
  alias: string
  connector: string
  optional: boolean
  chosen?: string
  options: { id: string; title: string; state: string }[]
}

/** Accounts of one connector among which one chooses. */
const ACCOUNTS_MAX = 100

export async function needsOf(
  ctx: Context,
  recipe: Recipe,
  given: Readonly<Record<string, string>> = {},
): Promise<NeedOffer[]> {
  const { items } = await ctx.call(listInterfaces, {})
  const used = partsUsed(recipe)
  const taken = new Set(Object.values(given))
  return Object.entries(recipe.needs).map(([role, need]) => {
    const standard = items.find((each) => each.interface === need.interface)
    const options = (standard?.implementers ?? [])
      .filter(({ module }) => !need.not?.includes(module))
      .map(({ module, title, publisher, without }) => ({
        module,
        title,
        publisher,
        lacks: (used[role] ?? []).filter((id) => without.includes(id)),
      }))
    const able = options.filter(({ lacks }) => lacks.length === 0)
    const bound = standard?.implementers.find(({ chosen }) => chosen)?.module
    const free = need.apart ? able.filter(({ module }) => !taken.has(module)) : able
    const usual = need.apart
      ? free[0]?.module
      : (able.find(({ module }) => module === bound) ?? (able.length === 1 ? able[0] : undefined))
          ?.module
    const chosen = role in given ? given[role] : usual
    if (chosen) taken.add(chosen)
    return {
      role,
      interface: need.interface,
      optional: need.optional ?? false,
      apart: need.apart ?? false,
      options,
      ...(chosen ? { chosen } : {}),
      ...(bound ? { bound } : {}),
      ...(need.app ? { app: need.app } : {}),
    }
  })
}

export async function accountsOf(
  ctx: Context,
  recipe: Recipe,
  given: Readonly<Record<string, string>> = {},
): Promise<AccountOffer[]> {
  return Promise.all(
    Object.entries(recipe.accounts).map(async ([alias, { connector, optional = false }]) => {
      const { items } = (await ctx.call('vault.account.list', {
        where: { connector },
        limit: ACCOUNTS_MAX,
      })) as { items: { id: string; title: string; state: string }[] }
      const options = items.map(({ id, title, state }) => ({ id, title, state }))
      const chosen = alias in given ? given[alias] : optional ? undefined : options[0]?.id
      return { alias, connector, optional, options, ...(chosen ? { chosen } : {}) }
    }),
  )
}

/** What is chosen after all, in the form in which flows are made of it. */
export function chosenOf(
  needs: readonly NeedOffer[],
  accounts: readonly AccountOffer[],
  settings: Readonly<Record<string, unknown>>,
  language: Choice['language'],
): Choice {
  return {
    needs: Object.fromEntries(needs.flatMap((n) => (n.chosen ? [[n.role, n.chosen]] : []))),
    accounts: Object.fromEntries(accounts.flatMap((a) => (a.chosen ? [[a.alias, a.chosen]] : []))),
    settings,
    language,
  }
}

export const implementerOf = (
  ctx: Pick<Context, 'registry'>,
  standard: string,
  module: string | undefined,
): Implementer | undefined =>
  ctx.registry.implementers(standard).find((each) => each.module.id === module)
