import { createContext, use } from 'react'
import { moduleWord, setModuleWords } from './language.ts'

/** JSON Schema as far as forms and tables read it. */
export interface Schema {
  type?: string | string[]
  title?: string
  description?: string
  format?: string
  enum?: (string | number)[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  default?: unknown
  readOnly?: boolean
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  pattern?: string
  maxItems?: number
  'x-kind'?: string
  'x-ref'?: string
  'x-pick'?: string
  'x-sensitive'?: boolean
  'x-long'?: boolean
  [key: string]: unknown
}
export interface EntityInfo {
  id: string
  title: string
  label: string
  fields: Record<string, Schema>
  /** Fields that a record always has. */
  required?: string[]
  actions: string[]
  search?: string[]
}
export interface ActionInfo {
  id: string
  kind: 'query' | 'command' | 'signal'
  title: string
  description: string
  input: Schema
  output: Schema
  destructive?: boolean
  subject?: string
  scope: string
  /** Asked again and again it tells what is new. */
  poll?: PollInfo
}
export interface PollInfo {
  since?: string
  items: string
  key: string[]
  next?: string
  grows?: string
}
export interface PageInfo {
  id: string
  path: string
  title: string
  icon: string
  entity?: string
  views?: ('table' | 'board' | 'calendar' | 'timeline')[]
  columns?: string[]
  groupBy?: string
  date?: string
  until?: string
  dependsOn?: string
  opens?: Record<string, string>
  primary?: string
  component?: string
  rail?: number
  scope: string
}
export interface PlacementInfo {
  slot: string
  title: string
  icon: string
  about?: string
  action?: string
  page?: string
  at?: string
}
export interface ModuleInfo {
  id: string
  title: string
  entities: EntityInfo[]
  actions: ActionInfo[]
  pages: PageInfo[]
  placements: PlacementInfo[]
  cards: CardInfo[]
  i18n?: { zh?: Record<string, string> }
}
export interface CardInfo {
  id: string
  title: string
  components: Record<string, import('../../kernel/define-card.ts').Component>
  order: string[]
  [key: string]: unknown
}
export interface Manifest {
  org: { id: string; name: string; kind: string }
  actor: {
    kind: string
    id: string
    name: string
    roles: string[]
    scopes: string[] | Record<string, string>
  }
  modules: ModuleInfo[]
  setup?: boolean
  /** False when the database may lose what it acknowledged. */
  durable?: boolean
}

/** The manifest with what is looked up in it at every turn. */
export interface Catalog extends Manifest {
  action(id: string): ActionInfo | undefined
  entity(id: string): EntityInfo | undefined
  card(id: string): CardInfo | undefined
  placements(slot: string): (PlacementInfo & { module: string })[]
  pages: (PageInfo & { module: string })[]
  /** May this caller use the action? */
  can(action: string): boolean
  /** Where a placement leads, when it shows a page. */
  pathOf(placement: PlacementInfo): string | undefined
  /** The title of a definition in the present language. */
  title(id: string, english?: string): string
}

export function catalogOf(manifest: Manifest): Catalog {
  const modules = manifest.modules ?? []
  const actions = new Map(modules.flatMap((m) => (m.actions ?? []).map((a) => [a.id, a] as const)))
  const entities = new Map(
    modules.flatMap((m) => (m.entities ?? []).map((e) => [e.id, e] as const)),
  )
  const cards = new Map(modules.flatMap((m) => (m.cards ?? []).map((c) => [c.id, c] as const)))
  const zh = new Map(modules.flatMap((m) => Object.entries(m.i18n?.zh ?? {})))
  setModuleWords(zh)
  const pages = modules.flatMap((m) => (m.pages ?? []).map((page) => ({ ...page, module: m.id })))
  return {
    ...manifest,
    modules,
    pages,
    action: (id) => actions.get(id),
    entity: (id) => entities.get(id),
    card: (id) => cards.get(id),
    can: (id) => actions.has(id),
    placements: (slot) =>
      modules.flatMap((m) =>
        (m.placements ?? []).filter((p) => p.slot === slot).map((p) => ({ ...p, module: m.id })),
      ),
    pathOf({ page, at }) {
      const path = pages.find(({ id }) => id === page)?.path
      return path && at ? `${path}/${at}` : path
    },
    title(id, english) {
      const own =
        english ?? actions.get(id)?.title ?? entities.get(id)?.title ?? cards.get(id)?.title
      return moduleWord(id) ?? own ?? pages.find((p) => p.id === id)?.title ?? wordsOf(id)
    },
  }
}

/** `hired_on` becomes "Hired on"; the last resort for a name nobody titled. */
export function wordsOf(id: string): string {
  const last = id.split('.').at(-1)!.replaceAll('_', ' ')
  return last.charAt(0).toUpperCase() + last.slice(1)
}

export const CatalogContext = createContext<Catalog | undefined>(undefined)

export function useCatalog(): Catalog {
  const catalog = use(CatalogContext)
  if (!catalog) throw new Error('Only inside the signed-in frame.')
  return catalog
}
