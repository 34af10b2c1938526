import {
  nobody,
  recordFields,
  recordSchema,
  type Actor,
  type Entity,
  type Kernel,
  type Module,
} from '#kernel'
import { holds } from './reach.ts'

type Registry = Kernel['registry']

/** The whole contract, for `docs/manifest.json`: the same text for the same definitions. */
export function manifestOf(registry: Registry): object {
  return {
    modules: [...registry.modules.values()].map((module) =>
      moduleInfo(registry, module, () => true),
    ),
  }
}

/** What one caller may use; a module of which nothing is left does not stand there. */
export function visibleModules(registry: Registry, actor: Actor = nobody()): object[] {
  const sees = (scope: string) => holds(actor, scope)
  return [...registry.modules.values()]
    .map((module) => moduleInfo(registry, module, sees))
    .filter(
      ({ entities, actions, pages, cards }) =>
        entities.length + actions.length + pages.length + cards.length > 0,
    )
}

function moduleInfo(registry: Registry, module: Module, sees: (scope: string) => boolean) {
  const actions = byId(
    [...registry.actions.values()].filter(
      (action) => prefix(action.id) === module.id && !action.internal && sees(action.scope),
    ),
  )
  const usable = new Set(actions.map(({ id }) => id))
  const pages = byId((module.pages ?? []).filter(({ scope }) => sees(scope)))
  const entities = byId(
    (module.entities ?? [])
      .map((entity) => entityInfo(entity, usable))
      .filter((entity) => entity.actions.length > 0),
  )
  return {
    id: module.id,
    title: module.title,
    version: module.version,
    publisher: module.publisher,
    partnerType: module.partnerType,
    firstParty: module.firstParty,
    needs: module.needs,
    entities,
    actions: actions.map((action) => ({
      id: action.id,
      kind: action.kind,
      effect: action.effect,
      title: action.title,
      description: action.description,
      input: action.input as unknown,
      output: action.output as unknown,
      errors: action.errors,
      emits: action.emits?.map(({ id }: { id: string }) => id),
      destructive: action.destructive ?? false,
      idempotent: action.idempotent ?? false,
      subject: action.subject,
      scope: action.scope,
      poll: action.poll,
    })),
    events: byId(module.events ?? []).map(({ id, title, payload }) => ({ id, title, payload })),
    scopes: module.scopes,
    pages: pages.map(({ type: _type, ...page }) => page),
    placements: (module.placements ?? []).filter(
      ({ action, page }) =>
        (action === undefined || mayPlace(registry, action, sees)) &&
        (page === undefined || mayShow(registry, page, sees)),
    ),
    cards:
      entities.length + actions.length > 0
        ? byId(module.cards ?? []).map(({ type: _type, ...card }) => card)
        : [],
    streams: (module.streams ?? []).map(({ id, title }) => ({ id, title })),
    i18n: { zh: translations(registry, module.id) },
  }
}

/** A placement may offer the action of another module. */
function mayPlace(registry: Registry, id: string, sees: (scope: string) => boolean): boolean {
  const action = registry.actions.get(id)
  return action !== undefined && !action.internal && sees(action.scope)
}

/** As well as its page: a module made from data is looked after by the one that made it. */
function mayShow(registry: Registry, id: string, sees: (scope: string) => boolean): boolean {
  const pages = registry.modules.get(prefix(id))?.pages ?? []
  return pages.some((page) => page.id === id && sees(page.scope))
}

function entityInfo(entity: Entity, usable: ReadonlySet<string>) {
  const { id, title, fields } = entity
  const verbs = [...usable].filter(
    (action) => action.startsWith(`${id}.`) && !action.slice(id.length + 1).includes('.'),
  )
  return {
    id,
    title,
    label: entity.label ?? ['name', 'title'].find((name) => name in fields) ?? 'id',
    fields: fields as unknown,
    required: (recordSchema(entity).required ?? []).filter(
      (name: string) => !(name in recordFields),
    ),
    actions: verbs.map((action) => action.slice(id.length + 1)),
    search: entity.search ?? [],
    dataAt: entity.dataAt ?? 'here',
  }
}

function translations(registry: Registry, module: string): Record<string, string> {
  const own = [...registry.zh].filter(([id]) => prefix(id) === module)
  return Object.fromEntries(own.sort(([a], [b]) => compare(a, b)))
}

const prefix = (id: string): string => id.split('.', 1)[0]!
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byId = <D extends { readonly id: string }>(list: readonly D[]): D[] =>
  [...list].sort((a, b) => compare(a.id, b.id))
