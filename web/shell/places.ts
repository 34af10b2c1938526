import { t, type Catalog, type PageInfo } from '#web'

export interface Place {
  path: string
  title: string
  icon: string
  /** Further paths that belong to it. */
  also?: string[]
}

export const isAdmin = (page: PageInfo) => page.path.startsWith('/admin')

const placeOf =
  (catalog: Catalog) =>
  (page: PageInfo): Place => ({
    path: page.path,
    title: catalog.title(page.id, page.title),
    icon: page.icon,
  })

/** Pages with a place of their own at the foot of the rail, or behind one's picture. */
const APART = ['/notices', '/me']
const isApart = (page: PageInfo) =>
  APART.some((path) => page.path === path || page.path.startsWith(`${path}/`))

/** The rail: pages with a number, small first, then everything else; administering stands at its foot. */
export function placesOf(catalog: Catalog): {
  main: Place[]
  notices: Place | undefined
  admin: Place | undefined
} {
  const rail = catalog.pages
    .filter((page) => page.rail !== undefined && !isAdmin(page) && !isApart(page))
    .toSorted((a, b) => a.rail! - b.rail!)
  const workbench = { path: '/workbench', title: t('Workbench'), icon: 'apps' }
  const notices = catalog.pages.find((page) => page.path === '/notices')
  return {
    main: [...rail.map(placeOf(catalog)), workbench],
    notices: notices && placeOf(catalog)(notices),
    admin: catalog.pages.some(isAdmin)
      ? { path: '/admin', title: t('Admin'), icon: 'settings' }
      : undefined,
  }
}

/** Pages that are in nobody's rail and not for administrators: the workbench shows them. */
export const workbenchPages = (catalog: Catalog) =>
  catalog.pages.filter((page) => page.rail === undefined && !isAdmin(page) && !isApart(page))

/** Pages of the rail that the phone's bar has no room for: its workbench shows them. */
export function phoneOnlyPages(catalog: Catalog): PageInfo[] {
  const five = new Set(phonePlaces(catalog).map(({ path }) => path))
  return catalog.pages
    .filter((page) => page.rail !== undefined && !five.has(page.path))
    .filter((page) => !isAdmin(page) && !isApart(page))
    .toSorted((a, b) => a.rail! - b.rail!)
}

/** The phone's five: messages, workbench, contacts, approvals, me. */
export function phonePlaces(catalog: Catalog): Place[] {
  const at = (path: string, icon: string, title: string): Place[] => {
    const page = catalog.pages.find((one) => one.path === path)
    return page ? [{ path, icon: page.icon || icon, title: catalog.title(page.id, title) }] : []
  }
  return [
    ...at('/messages', 'message', t('Messages')),
    { path: '/workbench', icon: 'apps', title: t('Workbench') },
    ...at('/contacts', 'people', t('Contacts')),
    ...at('/approvals', 'approval', t('Approvals')),
    { path: '/me', icon: 'person', title: t('Me'), also: ['/admin'] },
  ]
}
