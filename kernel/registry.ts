import type { Card } from './define-card.ts'
import type { Module, StreamSpec } from './define-module.ts'
import {
  interfaceName,
  ownId,
  type Implementation,
  type InterfaceSpec,
} from './define-interface.ts'
import type { AnyAction, Entity, EventType, ScopeSpec, Subscription } from './define.ts'
import { fail } from './errors.ts'
import { settingsActions, standardActions } from './standard-actions.ts'
import { interpret } from './validate.ts'

/** Scopes that are no module's: any signed-in actor of the organisation, or anybody at all. */
export const OPEN_SCOPES = ['member', 'everyone'] as const

/** Every definition of an installation, by id. Made once at boot; what is wrong with a manifest stops the boot. */
export interface Registry {
  /** What the server itself has, without an organisation's built modules; of the base, itself. */
  readonly base: Registry
  readonly modules: ReadonlyMap<string, Module>
  readonly entities: ReadonlyMap<string, Entity>
  readonly events: ReadonlyMap<string, EventType>
  readonly actions: ReadonlyMap<string, AnyAction>
  readonly cards: ReadonlyMap<string, Card>
  readonly scopes: ReadonlyMap<string, ScopeSpec>
  readonly streams: ReadonlyMap<string, StreamSpec>
  readonly subscriptions: ReadonlyMap<string, Subscription>
  /** Standards by name and version: `crm.customer@1`. */
  readonly interfaces: ReadonlyMap<string, InterfaceSpec>
  /** Modules that stand for a standard, those of the server first. */
  implementers(name: string): readonly Implementer[]
  /** Who hears an event. */
  subscribers(event: string): readonly Subscription[]
  entity(id: string): Entity
  action(id: string): AnyAction
  /** Whether this id is one that a maker of modules gives: then only its organisation knows it. */
  mayBeBuilt(id: string): boolean
  /** The module that a dotted id belongs to. */
  moduleOf(id: string): Module
  /** Titles in Chinese by definition id. */
  readonly zh: ReadonlyMap<string, string>
}

/** One module as a standard's implementation. */
export interface Implementer {
  readonly module: Module
  readonly as: Implementation
  /** The module's own id for one of the standard's; nothing when it does without it. */
  idOf(standard: string): string | undefined
}

export function makeRegistry(
  modules: readonly Module[],
  translations: readonly Readonly<Record<string, string>>[] = [],
): Registry {
  const registry = lookups(definitionsOf(inOrder(modules), translations))
  for (const action of registry.actions.values()) check(action, registry)
  for (const card of registry.cards.values()) registry.action(card.load)
  for (const name of registry.interfaces.keys()) checkInterface(name, registry)
  return Object.freeze(registry)
}

/**
 * The server's registry with an organisation's built modules: they are data, so their ids keep to their
 * prefix and their schemas are interpreted. Cheap enough to be made anew with each change of an app.
 */
export function extendRegistry(base: Registry, built: readonly Module[]): Registry {
  for (const { id } of built)
    if (!base.mayBeBuilt(id)) throw new Error(`no maker of modules calls one ${id}`)
  const own = definitionsOf(
    built,
    built.map(({ zh }) => zh ?? {}),
  )
  const registry = lookups(
    {
      modules: merged(base.modules, own.modules),
      entities: merged(base.entities, own.entities),
      events: merged(base.events, own.events),
      actions: merged(base.actions, own.actions),
      cards: merged(base.cards, own.cards),
      scopes: merged(base.scopes, own.scopes),
      streams: merged(base.streams, own.streams),
      subscriptions: merged(base.subscriptions, own.subscriptions),
      interfaces: merged(base.interfaces, own.interfaces),
      zh: merged(base.zh, own.zh),
    },
    base.base,
  )
  for (const action of own.actions.values()) {
    check(action, registry)
    interpret(action.input)
    interpret(action.output)
  }
  for (const card of own.cards.values()) registry.action(card.load)
  return Object.freeze(registry)
}

const merged = <D>(
  base: ReadonlyMap<string, D>,
  more: ReadonlyMap<string, D>,
): ReadonlyMap<string, D> => new Map([...base, ...more])

type Definitions = Pick<
  Registry,
  | 'modules'
  | 'entities'
  | 'events'
  | 'actions'
  | 'cards'
  | 'scopes'
  | 'streams'
  | 'subscriptions'
  | 'interfaces'
  | 'zh'
>

function definitionsOf(
  modules: readonly Module[],
  translations: readonly Readonly<Record<string, string>>[],
): Definitions {
  const all = <D extends { readonly id: string }>(
    what: string,
    of: (module: Module) => readonly D[],
  ) => unique(modules.flatMap(of), what)
  return {
    modules: unique(modules, 'module'),
    entities: all('entity', ({ entities }) => entities ?? []),
    events: all('event', ({ events }) => events ?? []),
    actions: all('action', actionsOf),
    cards: all('card', ({ cards }) => cards ?? []),
    scopes: new Map(modules.flatMap(({ scopes }) => Object.entries(scopes))),
    streams: all('stream', ({ streams }) => streams ?? []),
    subscriptions: all(
      'subscription',
      ({ subscriptions }) => (subscriptions ?? []) as Subscription[],
    ),
    interfaces: new Map(
      modules.flatMap(({ interfaces = [] }) =>
        interfaces.map((each) => [interfaceName(each), each] as const),
      ),
    ),
    zh: new Map(translations.flatMap((each) => Object.entries(each))),
  }
}

function lookups(all: Definitions, base?: Registry): Registry {
  const bySource = Map.groupBy(all.subscriptions.values(), ({ on }) => on.id)
  const prefixes = [...all.modules.values()].flatMap(({ builds }) => builds?.prefix ?? [])
  const byInterface = Map.groupBy(
    [...all.modules.values()].flatMap((module) =>
      (module.implements ?? []).map((as): Implementer => ({
        module,
        as,
        idOf: (id) => ownId(module.id, as, id),
      })),
    ),
    ({ as }) => as.interface,
  )
  const registry = {
    ...all,
    subscribers: (event: string) => bySource.get(event) ?? [],
    implementers: (name: string) => byInterface.get(name) ?? [],
    mayBeBuilt: (id: string) => prefixes.some((prefix) => id.startsWith(prefix)),
    entity: (id: string) => all.entities.get(id) ?? missing('entity', id),
    action: (id: string) => all.actions.get(id) ?? missing('action', id),
    moduleOf: (id: string) => all.modules.get(id.split('.', 1)[0]!) ?? missing('module', id),
  }
  return Object.assign(registry, { base: base ?? (registry as unknown as Registry) })
}

/** A module's own actions and the standard ones its entities ask for; a hand-written one of the same id wins. */
function actionsOf(module: Module): readonly AnyAction[] {
  const known = actionsMade.get(module)
  if (known) return known
  const own = new Set(module.actions.map(({ id }) => id))
  const standard = (module.entities ?? []).flatMap((entity) => standardActions(entity, module))
  const all = [
    ...module.actions,
    ...[...standard, ...settingsActions(module)].filter(({ id }) => !own.has(id)),
  ]
  actionsMade.set(module, all)
  return all
}

/** A registry is made anew with each change of one app; the modules of all the others are the same objects. */
const actionsMade = new WeakMap<Module, readonly AnyAction[]>()

function check(action: AnyAction, registry: Registry): void {
  const say = (what: string): never => {
    throw new Error(`${action.id}: ${what}`)
  }
  if (!action.handler && !action.batch)
    say('has no handler: end the definition with .run(…) or .runMany(…)')
  if (
    !registry.scopes.has(action.scope) &&
    !(OPEN_SCOPES as readonly string[]).includes(action.scope)
  )
    say(`scope ${action.scope} is in no manifest`)
  if (action.kind === 'command' && !action.emits?.length && !action.silent)
    say('a command emits an event, or says why not in `silent`')
  for (const event of action.emits ?? [])
    if (!registry.events.has(event.id)) say(`emits ${event.id}, which no manifest lists`)
}

/** Whoever says that he implements it has an action or event of every id that he does not do without. */
function checkInterface(name: string, registry: Registry): void {
  const { actions, events } = registry.interfaces.get(name)!
  for (const { module, idOf } of registry.implementers(name))
    for (const { id } of [...actions, ...events]) {
      const own = idOf(id)
      if (own && !registry.actions.has(own) && !registry.events.has(own))
        throw new Error(`${module.id} implements ${name} but has no ${own} for ${id}`)
    }
}

/** Modules after what they need; a cycle stops the boot. */
function inOrder(modules: readonly Module[]): Module[] {
  const byId = new Map(modules.map((module) => [module.id, module]))
  const done: Module[] = []
  const visit = (module: Module, path: readonly string[]): void => {
    if (done.includes(module)) return
    if (path.includes(module.id))
      throw new Error(`modules need each other in a circle: ${[...path, module.id].join(' → ')}`)
    for (const need of module.needs) {
      const other = byId.get(need)
      if (!other) throw new Error(`module ${module.id} needs ${need}, which is not installed`)
      visit(other, [...path, module.id])
    }
    done.push(module)
  }
  for (const module of [...modules].sort((a, b) => a.id.localeCompare(b.id))) visit(module, [])
  return done
}

function unique<D extends { readonly id: string }>(
  definitions: readonly D[],
  what: string,
): Map<string, D> {
  const map = new Map<string, D>()
  for (const definition of definitions) {
    if (map.has(definition.id)) throw new Error(`two definitions of ${what} ${definition.id}`)
    map.set(definition.id, definition)
  }
  return map
}

function missing(what: string, id: string): never {
  throw fail('notFound', `There is no ${what} ${id.slice(0, 100)}.`, 'See /docs for what there is.')
}
