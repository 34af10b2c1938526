import { t, useAction, useCatalog, type Catalog } from '#web'

export type Range = 'self' | 'department' | 'subtree' | 'all'
export const RANGES: readonly Range[] = ['self', 'department', 'subtree', 'all']
export const rangeTitle = (range: string) =>
  ({
    self: t('Oneself'),
    department: t('Own departments'),
    subtree: t('Departments and below'),
    all: t('Everything'),
  })[range] ?? range

export interface Right {
  id: string
  name: string
  module: string
  built_in: string[]
  /** How far the caller holds it; absent: not at all. */
  held?: Range
}
export interface Role {
  id: string
  name: string
  description?: string
  built_in: boolean
  scopes: string[]
  range: Range
  granted: number
  rev?: number
}

export function useRights() {
  return useAction<{ items: Right[] }>('identity.scope.list')
}

export const rightTitle = (catalog: Catalog, right: Right) => catalog.title(right.id, right.name)

/** Rights by module, modules by their title. */
export function byModule(
  catalog: Catalog,
  rights: readonly Right[],
): { module: string; title: string; rights: Right[] }[] {
  const groups = Map.groupBy(rights, ({ module }) => module)
  return [...groups]
    .map(([module, own]) => ({
      module,
      title: catalog.title(module, catalog.modules.find(({ id }) => id === module)?.title),
      rights: own,
    }))
    .toSorted((a, b) => a.title.localeCompare(b.title))
}

const BUILT_IN: Record<string, () => string> = {
  owner: () => t('Owner of the organisation'),
  admin: () => t('Administrator'),
  auditor: () => t('Auditor'),
  member: () => t('Member'),
}
/** The built-in roles are named by the server in English. */
export const roleName = (role: Pick<Role, 'id' | 'name' | 'built_in'>) =>
  role.built_in ? (BUILT_IN[role.id]?.() ?? t(role.name)) : role.name

/** Nobody gives what he does not hold as far himself. */
export const reaches = (held: Range | undefined, wanted: Range) =>
  held !== undefined && RANGES.indexOf(held) >= RANGES.indexOf(wanted)

export const useRoles = () => {
  const { can } = useCatalog()
  return useAction<{ items: Role[]; next?: string }>(
    'identity.role.list',
    { limit: 200 },
    { enabled: can('identity.role.list') },
  )
}
