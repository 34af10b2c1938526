import { fail, type AnyAction, type Implementer, type Registry, type Sql } from '#kernel'

/** One of a standard's actions as the organisation's chosen implementation has it. */
export interface Resolved {
  readonly action: AnyAction
  /** What the standard takes, as this action takes it: names of its own, and nothing that it has no place for. */
  input(standard: Readonly<Record<string, unknown>>): Record<string, unknown>
  /** What it answered, in the standard's names. */
  output(own: unknown): unknown
}

/**
 * `crm.customer@1#crm.customer.create` as the action that an organisation means by it. Where two of a kind
 * are joined, each is named: `crm.customer@1:ext_kemai#crm.customer.create`.
 *
 * @throws `notFound` when nothing installed implements it, `conflict` when several do and none is chosen.
 */
export async function resolveStandard(
  sql: Sql,
  org: string,
  registry: Registry,
  reference: string,
): Promise<Resolved> {
  const [name = '', part = ''] = reference.split('#')
  const chosen = await chosenFor(sql, org, registry, name)
  const id = chosen.idOf(part)
  const standard = registry.interfaces.get(chosen.as.interface)!
  if (id === undefined || !standard.actions.some((each) => each.id === part))
    throw fail(
      'notFound',
      `${chosen.module.title} does without ${part.slice(0, 100)}.`,
      'Choose another implementation on the page “Standards”.',
    )
  return adapted(registry.action(id), chosen)
}

/** A standard's event as the chosen implementation tells it. */
export interface ResolvedEvent {
  /** The implementation's own id. */
  readonly id: string
  /** What it tells, in the standard's names: the record's id stands under its noun. */
  payload(own: unknown): Record<string, unknown>
}

/** `crm.customer@1#crm.customer.created`; nothing when the chosen implementation does without it. */
export async function resolveEvent(
  sql: Sql,
  org: string,
  registry: Registry,
  reference: string,
): Promise<ResolvedEvent | undefined> {
  const [name = '', part = ''] = reference.split('#')
  const { as, idOf } = await chosenFor(sql, org, registry, name)
  const id = idOf(part)
  if (id === undefined) return undefined
  const noun = part.split('.')[1]!
  const back = backwards(as)
  return {
    id,
    payload(own) {
      const told = renamed(own, back)
      return noun in told || !('id' in told) ? told : { ...told, [noun]: told['id'] }
    },
  }
}

const backwards = ({ fields = {} }: Implementer['as']): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([theirs, own]) => [own, theirs]))

/** The implementation that is named, that the organisation has chosen, or the only one there is. */
export async function chosenFor(
  sql: Sql,
  org: string,
  registry: Registry,
  given: string,
): Promise<Implementer> {
  const [name = '', named] = given.split(':')
  const all = registry.implementers(name)
  if (named !== undefined) return the(all, name, named)
  const [binding] = await sql<{ module: string }>`
    SELECT module FROM standards.binding WHERE org = ${org} AND interface = ${name}`
  const chosen = all.find(({ module }) => module.id === binding?.module)
  if (chosen ?? all.length === 1) return chosen ?? all[0]!
  if (all.length === 0)
    throw fail(
      'notFound',
      `Nothing installed implements ${name.slice(0, 60)}.`,
      'Install one from the catalogue.',
    )
  throw fail(
    'conflict',
    `Several modules implement ${name}: ${all.map(({ module }) => module.title).join(', ')}.`,
    'Choose one of them on the page “Standards”.',
  )
}

function the(all: readonly Implementer[], name: string, named: string): Implementer {
  const found = all.find(({ module }) => module.id === named)
  if (found) return found
  throw fail(
    'notFound',
    `${named.slice(0, 60)} is not installed, or does not implement ${name.slice(0, 60)} any more.`,
    'Install it again, or choose another implementation.',
  )
}

/** Its action under the standard's names. */
export function adapted(action: AnyAction, { as }: Implementer): Resolved {
  const fields = as.fields ?? {}
  const back = backwards(as)
  const { properties = {}, additionalProperties } = action.input as {
    properties?: Record<string, unknown>
    additionalProperties?: unknown
  }
  const taken = (key: string): boolean => additionalProperties !== false || key in properties
  return {
    action,
    input: (standard) =>
      Object.fromEntries(Object.entries(renamed(standard, fields)).filter(([key]) => taken(key))),
    output: (own) => {
      const { items, ...rest } = own as { items?: unknown }
      if (!Array.isArray(items)) return renamed(own, back)
      return { ...rest, items: items.map((item) => renamed(item, back)) }
    },
  }
}

function renamed(value: unknown, names: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value as object).map(([key, each]) => [names[key] ?? key, each]),
  )
}
