import type { Actor, AnyContract, Registry } from '#kernel'
import { isWanted, referenceOf } from './make.ts'
import type { Choice, Recipe } from './recipe.ts'

/** One thing that the flows of a recipe do, in the installer's name. */
export interface Use {
  readonly does: 'hears' | 'reads' | 'writes' | 'asks' | 'reaches' | 'clock' | 'called'
  /** The action or event; of a standard that nothing is chosen for yet, the standard's. */
  readonly id: string
  readonly title: string
  /** Whose it is; absent while nothing is chosen. */
  readonly module?: string
  readonly module_title?: string
  readonly need?: string
  /** It goes beyond this server. */
  readonly outside: boolean
  /** The right that the installer would need and does not have. */
  readonly lacks?: string
}

type Chosen = Pick<Choice, 'needs' | 'accounts' | 'settings'>

/** Everything that the recipe's flows read, write, hear and reach, as chosen: what one agrees to. */
export function usesOf(recipe: Recipe, choice: Chosen, registry: Registry, actor: Actor): Use[] {
  const found = new Map<string, Use>()
  const note = (use: Use): void => {
    const title = registry.modules.get(use.module ?? '')?.title
    const whole = title === undefined ? use : { ...use, module_title: title }
    found.set(`${use.does} ${use.id} ${use.need ?? ''}`, whole)
  }
  const around: Around = { recipe, choice, registry, actor, note }
  for (const { trigger, steps } of Object.values(recipe.flows)) {
    begins(trigger as Step, around)
    walk(steps, around)
  }
  return [...found.values()].toSorted((a, b) => ORDER.indexOf(a.does) - ORDER.indexOf(b.does))
}
const ORDER = ['hears', 'called', 'clock', 'asks', 'reads', 'writes', 'reaches']

interface Around {
  readonly recipe: Recipe
  readonly choice: Chosen
  readonly registry: Registry
  readonly actor: Actor
  note(use: Use): void
}
type Step = Readonly<Record<string, unknown>>

function begins(trigger: Step, around: Around): void {
  const { kind } = trigger
  const here = { id: String(kind), title: String(kind), outside: false }
  if (kind === 'event') heard(String(trigger['event']), around)
  else if (kind === 'record') around.note({ ...here, does: 'hears', id: String(trigger['entity']) })
  else if (kind === 'poll') called(String(trigger['action']), around)
  else if (kind === 'schedule') around.note({ ...here, does: 'clock' })
  else if (kind === 'webhook') around.note({ ...here, does: 'called', outside: true })
}

function walk(value: unknown, around: Around): void {
  if (Array.isArray(value)) {
    for (const each of value) if (isWanted(each, around.choice)) walk(each, around)
    return
  }
  if (typeof value !== 'object' || value === null) return
  const step = value as Step
  const { kind, action } = step
  if (kind === 'call' && typeof action === 'string') called(action, around)
  else if (kind === 'ask') around.note({ does: 'asks', id: 'ask', title: 'ask', outside: false })
  else if (kind === 'http')
    around.note({ does: 'reaches', id: String(step['url']), title: 'http', outside: true })
  const from = step['from'] as Step | undefined
  if (kind === 'each' && typeof from?.['action'] === 'string') called(from['action'], around)
  for (const each of Object.values(step)) walk(each, around)
}

function heard(text: string, { recipe, choice, registry, note }: Around): void {
  const meant = referenceOf(text, recipe)
  if (!meant) {
    const [module] = text.split('.')
    return note({
      does: 'hears',
      id: text,
      title: text,
      outside: false,
      ...(module ? { module } : {}),
    })
  }
  const { role, standard, id } = meant
  const module = choice.needs[role]
  const chosen = registry.implementers(standard).find((each) => each.module.id === module)
  const own = chosen?.idOf(id)
  const event = own
    ? registry.events.get(own)
    : registry.interfaces.get(standard)?.events.find((each) => each.id === id)
  note({
    does: 'hears',
    id: event?.id ?? id,
    title: event?.title ?? id,
    outside: false,
    need: role,
    ...(module ? { module } : {}),
  })
}

function called(text: string, { recipe, choice, registry, actor, note }: Around): void {
  const meant = referenceOf(text, recipe)
  const module = meant ? choice.needs[meant.role] : registry.actions.get(text)?.id.split('.')[0]
  const action: AnyContract | undefined = meant
    ? standing(registry, meant, module)
    : registry.actions.get(text)
  if (!action) return
  const lacks = mayCall(actor, action) || (meant && !module) ? undefined : action.scope
  note({
    does: action.kind === 'query' ? 'reads' : 'writes',
    id: action.id,
    title: action.title,
    outside: action.effect === 'outside',
    ...(module ? { module } : {}),
    ...(meant ? { need: meant.role } : {}),
    ...(lacks ? { lacks } : {}),
  })
}

/** The chosen module's own action; the standard's while none is chosen. */
function standing(
  registry: Registry,
  { standard, id }: { standard: string; id: string },
  module: string | undefined,
): AnyContract | undefined {
  const chosen = registry.implementers(standard).find((each) => each.module.id === module)
  const own = chosen?.idOf(id)
  return own === undefined
    ? registry.interfaces.get(standard)?.actions.find((each) => each.id === id)
    : registry.actions.get(own)
}

const mayCall = ({ scopes }: Actor, { scope }: AnyContract): boolean =>
  scope === 'member' || scope === 'everyone' || scopes.has(scope)
