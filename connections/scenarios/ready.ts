import { Value } from 'typebox/value'
import { fail, type Context, type TSchema } from '#kernel'
import { setBinding } from '#modules/standards'
import { usesOf } from './consent.ts'
import { accountsOf, chosenOf, needsOf, type NeedOffer } from './offer.ts'
import type { Choice, Recipe } from './recipe.ts'

interface Given {
  readonly needs?: Readonly<Record<string, string>>
  readonly accounts?: Readonly<Record<string, string>>
  readonly settings?: Readonly<Record<string, unknown>>
  readonly language: Choice['language']
}

/**
 * The choice, if the recipe runs with it; else everything that stands in its way, each with its place.
 * Needs that are bound for the whole organisation are bound here.
 */
export async function readied(ctx: Context, recipe: Recipe, given: Given): Promise<Choice> {
  const needs = await needsOf(ctx, recipe, given.needs)
  const accounts = await accountsOf(ctx, recipe, given.accounts)
  const settings = settingsOf(recipe, given.settings ?? {})
  const faults: { path: string; message: string }[] = []
  const wrong = (path: string, message: string): void => void faults.push({ path, message })
  for (const { role, chosen, optional, options } of needs) {
    const option = options.find(({ module }) => module === chosen)
    if (!chosen && !optional) wrong(`/needs/${role}`, 'nothing is chosen for it')
    else if (chosen && !option) wrong(`/needs/${role}`, `${chosen} does not stand for it`)
    else if (option?.lacks.length)
      wrong(`/needs/${role}`, `${option.title} does without ${option.lacks.join(', ')}`)
  }
  for (const { alias, chosen, optional, options } of accounts) {
    if (!chosen && !optional) wrong(`/accounts/${alias}`, 'no account is linked for it')
    else if (chosen && !options.some(({ id }) => id === chosen))
      wrong(`/accounts/${alias}`, 'you may not use this account')
  }
  for (const { path, message } of settingFaults(recipe, settings)) wrong(path, message)
  const choice = chosenOf(needs, accounts, settings, given.language)
  for (const { lacks, title } of usesOf(recipe, choice, ctx.registry, ctx.actor))
    if (lacks) wrong('/needs', `“${title}” needs the right ${lacks}, which you do not have`)
  if (faults.length)
    throw fail(
      'invalid',
      'The scenario cannot run like this yet.',
      'Choose what is missing; flows run with your rights.',
      { fields: faults },
    )
  await bind(ctx, needs)
  return choice
}

/** With what the recipe takes for granted. */
export function settingsOf(
  { settings: { properties } }: Recipe,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const usual = Object.entries(properties).flatMap(([name, schema]) =>
    schema['default'] === undefined ? [] : [[name, schema['default']]],
  )
  return { ...(Object.fromEntries(usual) as object), ...given }
}

function settingFaults(
  { settings }: Recipe,
  given: Readonly<Record<string, unknown>>,
): { path: string; message: string }[] {
  const { properties, required = [] } = settings
  return [
    ...required
      .filter((name) => given[name] === undefined)
      .map((name) => ({ path: `/settings/${name}`, message: 'is required' })),
    ...Object.entries(given).flatMap(([name, value]) => {
      const schema = properties[name] as TSchema | undefined
      if (!schema) return [{ path: `/settings/${name}`, message: 'is no setting of this recipe' }]
      // Somebody's schema: walked, never compiled.
      const [error] = Value.Check(schema, value) ? [] : [...Value.Errors(schema, value)]
      return error ? [{ path: `/settings/${name}`, message: error.message }] : []
    }),
  ]
}

/** One of several is chosen for the organisation; the only one is written down, so that a second does not make it unclear. */
async function bind(ctx: Context, needs: readonly NeedOffer[]): Promise<void> {
  for (const { interface: name, apart, chosen, bound, options } of needs) {
    if (apart || !chosen) continue
    if (chosen !== bound) await ctx.call(setBinding, { interface: name, module: chosen })
    else if (options.length === 1)
      await ctx.callAsModule(setBinding, { interface: name, module: chosen })
  }
}
