import { Component, Suspense, lazy, useEffect, type ComponentType, type ReactNode } from 'react'
import {
  Empty,
  ErrorState,
  Link,
  Loading,
  Page,
  go,
  restOf,
  t,
  useCatalog,
  usePath,
  type Catalog,
  type ModulePageProps,
  type ModuleWeb,
  type PageInfo,
} from '#web'
import { placesOf } from './places.ts'

const webs = import.meta.glob<ModuleWeb>('../../{modules,connections}/*/web/index.tsx')
const EntityPage = lazy(() =>
  import('../pages/entity-page.tsx').then((module) => ({ default: module.EntityPage })),
)
const MePage = lazy(() =>
  import('../pages/me-page.tsx').then((module) => ({ default: module.MePage })),
)
const AdminPage = lazy(() =>
  import('../pages/admin-page.tsx').then((module) => ({ default: module.AdminPage })),
)
const WorkbenchPage = lazy(() =>
  import('../pages/workbench-page.tsx').then((module) => ({ default: module.WorkbenchPage })),
)

const own = new Map<string, ComponentType<ModulePageProps>>()
/** A module's own page by its id, loaded on demand; what it does not draw itself is drawn from its entity. */
function componentOf(page: PageInfo & { module: string }): ComponentType<ModulePageProps> {
  const { id, module, component = '' } = page
  // A module made from data has no folder; the one that made it may draw its pages: `remote:frame`.
  const [drawer = '', name] = component.includes(':') ? component.split(':') : [module, id]
  const load =
    webs[`../../modules/${drawer}/web/index.tsx`] ??
    webs[`../../connections/${drawer}/web/index.tsx`]
  if (!load || !name) return EntityPage
  let found = own.get(id)
  if (!found) {
    found = lazy(async () => {
      const { pages } = await load()
      const Found = pages[name] ?? EntityPage
      // A module may load its pages lazily itself; one lazy component may not resolve to another.
      return { default: (props: ModulePageProps) => <Found {...props} /> }
    })
    own.set(id, found)
  }
  return found
}

const pageAt = (catalog: Catalog, path: string) =>
  catalog.pages
    .filter((page) => path === page.path || path.startsWith(`${page.path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0]

export function Outlet({ onSearch }: { onSearch: () => void }) {
  const catalog = useCatalog()
  const path = usePath()
  const page = pageAt(catalog, path)
  const title = page ? catalog.title(page.id, page.title) : ''
  useEffect(() => {
    document.title = title ? `${title} · Tenon` : 'Tenon'
  }, [title])
  return (
    <Boundary key={page?.id ?? path}>
      <Suspense
        fallback={
          <Page>
            <Loading shape="page" />
          </Page>
        }
      >
        {place(catalog, path, page, onSearch)}
      </Suspense>
    </Boundary>
  )
}

function place(
  catalog: Catalog,
  path: string,
  page: ReturnType<typeof pageAt>,
  onSearch: () => void,
): ReactNode {
  if (path === '/') return <Home catalog={catalog} />
  if (page) {
    const rest = restOf(path, page.path)
    const Own = componentOf(page)
    const inside = <Own key={page.id} page={page} rest={rest} />
    return page.path.startsWith('/admin') ? <AdminPage here={page}>{inside}</AdminPage> : inside
  }
  if (path === '/me') return <MePage />
  if (path === '/admin') return <AdminPage>{null}</AdminPage>
  if (path === '/workbench') return <WorkbenchPage onSearch={onSearch} />
  return <Missing />
}

function Home({ catalog }: { catalog: Catalog }) {
  const first = placesOf(catalog).main[0]?.path ?? '/me'
  useEffect(() => go(first, { replace: true }), [first])
  return null
}

function Missing() {
  return (
    <Page>
      <Empty
        icon="search"
        title={t('There is no such page')}
        action={
          <Link className="button" to="/">
            {t('To the first page')}
          </Link>
        }
      >
        {t('It may have moved, or it is not yours to see.')}
      </Empty>
    </Page>
  )
}

/** A page that breaks takes nothing else with it. */
class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }
  static getDerivedStateFromError() {
    return { broken: true }
  }
  override render() {
    if (!this.state.broken) return this.props.children
    const problem = {
      code: 'internal',
      status: 0,
      id: '',
      detail: 'This page broke.',
      fix: 'What you wrote is kept. Load the page again.',
    }
    return (
      <Page>
        <ErrorState problem={problem} onRetry={() => location.reload()} />
      </Page>
    )
  }
}
