import { fail } from '#kernel'
import { referenceOf } from './make.ts'
import type { Recipe } from './recipe.ts'

/** A recipe is read whole into memory wherever recipes are listed. */
const SIZE_MAX = 300_000
/** What a setting's schema may say: nothing that takes long to check. */
const SETTING = new Set(
  `type title description default enum format minimum maximum minLength maxLength minItems maxItems uniqueItems items
   x-zh x-zh-about x-options x-options-zh x-pick x-ref x-long x-kind x-multiline`.split(/\s+/),
)

/** Refuses a recipe that could not be installed anywhere, with every fault named. */
export function checkRecipe(recipe: Recipe, interfaces: ReadonlyMap<string, unknown>): void {
  const faults: { path: string; message: string }[] = []
  const wrong = (path: string, message: string): void => void faults.push({ path, message })
  if (JSON.stringify(recipe).length > SIZE_MAX) wrong('', 'is too long')
  for (const [role, { interface: name, app }] of Object.entries(recipe.needs)) {
    if (!interfaces.has(name)) wrong(`/needs/${role}`, `there is no standard ${name}`)
    if (app !== undefined && !(app in recipe.apps)) wrong(`/needs/${role}`, `no app ${app}`)
  }
  for (const [at, { need }] of recipe.parts.entries())
    if (need !== undefined && !(need in recipe.needs)) wrong(`/parts/${at}`, `no need ${need}`)
  for (const [name, schema] of Object.entries(recipe.settings.properties))
    for (const key of [...Object.keys(schema), ...Object.keys((schema['items'] as object) ?? {})])
      if (!SETTING.has(key)) wrong(`/settings/${name}`, `${key} is not for settings`)
  for (const [name, flow] of Object.entries(recipe.flows)) look(flow, `/flows/${name}`)
  if (faults.length)
    throw fail('invalid', 'The recipe cannot be used as it is.', 'Correct the places named.', {
      fields: faults.slice(0, 20),
    })

  function look(value: unknown, path: string): void {
    if (typeof value === 'string' && value.startsWith('need:') && !referenceOf(value, recipe))
      wrong(path, `${value.slice(0, 80)} names no need of the recipe`)
    if (typeof value !== 'object' || value === null) return
    const { $setting, $account, $if } = value as Record<string, unknown>
    if ($setting !== undefined && !(String($setting) in recipe.settings.properties))
      wrong(path, `no setting ${String($setting)}`)
    if ($account !== undefined && !(String($account) in recipe.accounts))
      wrong(path, `no account ${String($account)}`)
    const [kind = '', named = ''] = typeof $if === 'string' ? $if.split(':') : []
    const places = {
      account: recipe.accounts,
      need: recipe.needs,
      setting: recipe.settings.properties,
    }
    if ($if !== undefined && !(named in (places[kind as 'need'] ?? {})))
      wrong(path, `nothing is called ${String($if)}`)
    for (const [key, each] of Object.entries(value)) if (key !== '$if') look(each, `${path}/${key}`)
  }
}
