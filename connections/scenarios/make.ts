import { fail } from '#kernel'
import type { Choice, FlowRecipe, Recipe } from './recipe.ts'

/** A flow as #connections/flows takes it. */
export type Definition = Readonly<Record<string, unknown>>

/** The recipe's flows as they run here, by name. */
export function flowsOf(recipe: Recipe, choice: Choice): Record<string, Definition> {
  return Object.fromEntries(
    Object.entries(recipe.flows).map(([name, flow]) => [name, flowOf(recipe, flow, choice)]),
  )
}

function flowOf(recipe: Recipe, flow: FlowRecipe, choice: Choice): Definition {
  const { title, description, ...rest } = flow
  const made = filled(rest, { recipe, choice }) as Definition
  return {
    format: 1,
    title: title[choice.language],
    ...(description ? { description: description[choice.language] } : {}),
    ...made,
    variables: { ...(made['variables'] as object | undefined), settings: choice.settings },
  }
}

interface Around {
  readonly recipe: Recipe
  readonly choice: Choice
}

function filled(value: unknown, around: Around): unknown {
  if (typeof value === 'string') return reference(value, around) ?? value
  if (Array.isArray(value))
    return value.filter((each) => isWanted(each, around.choice)).map((each) => filled(each, around))
  if (typeof value !== 'object' || value === null) return value
  const { recipe, choice } = around
  const one = value as Record<string, unknown>
  if ('$words' in one) return (one['$words'] as Record<string, string>)[choice.language]
  if ('$setting' in one) return choice.settings[String(one['$setting'])] ?? one['default'] ?? null
  if ('$account' in one) return known(choice.accounts, String(one['$account']), recipe)
  return Object.fromEntries(
    Object.entries(one).flatMap(([name, each]) =>
      name === '$if' || !isWanted(each, choice) ? [] : [[name, filled(each, around)]],
    ),
  )
}

/** Whether a part stays: what its `$if` names has been chosen. */
export function isWanted(
  value: unknown,
  choice: Pick<Choice, 'needs' | 'accounts' | 'settings'>,
): boolean {
  if (typeof value !== 'object' || value === null || !('$if' in value)) return true
  const [kind, name = ''] = String(value.$if).split(':')
  if (kind === 'account') return name in choice.accounts
  if (kind === 'need') return name in choice.needs
  return ![undefined, null, '', false].includes(choice.settings[name] as undefined)
}

const REFERENCE = /^need:([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)$/

/** `need:order.update`: of which need, and what its standard calls it. */
export function referenceOf(
  value: unknown,
  { needs }: Recipe,
): { readonly role: string; readonly standard: string; readonly id: string } | undefined {
  const [, role = '', verb = ''] = (typeof value === 'string' && REFERENCE.exec(value)) || []
  const need = needs[role]
  if (!need) return undefined
  return {
    role,
    standard: need.interface,
    id: `${need.interface.slice(0, need.interface.indexOf('@'))}.${verb}`,
  }
}

/** As flows write it: `sales.order@1#sales.order.update`; a need apart names its module. */
function reference(text: string, { recipe, choice }: Around): string | undefined {
  const meant = referenceOf(text, recipe)
  if (!meant) return undefined
  const module = known(choice.needs, meant.role, recipe)
  const apart = recipe.needs[meant.role]!.apart ? `:${module}` : ''
  return `${meant.standard}${apart}#${meant.id}`
}

/** Which of its standard's actions and events the recipe uses of each need. */
export function partsUsed(recipe: Recipe): Readonly<Record<string, readonly string[]>> {
  const used = new Map(Object.keys(recipe.needs).map((role) => [role, new Set<string>()]))
  const look = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) return Object.values(value).forEach(look)
    const meant = referenceOf(value, recipe)
    if (meant) used.get(meant.role)!.add(meant.id)
  }
  look(recipe.flows)
  return Object.fromEntries([...used].map(([role, ids]) => [role, [...ids]]))
}

function known(chosen: Readonly<Record<string, string>>, name: string, { id }: Recipe): string {
  const found = chosen[name]
  if (found !== undefined) return found
  throw fail(
    'invalid',
    `The recipe ${id} uses ${name}, and nothing is chosen for it.`,
    'Choose one, or mark the part of the recipe with $if.',
  )
}
