import { Suspense, type ReactNode } from 'react'
import { Empty, Icon, Link, Loading, t, useCatalog, type PageInfo } from '#web'
import { isAdmin } from '../shell/places.ts'

/** What administers, in one list; on the phone the list comes first. */
export function AdminPage({ here, children }: { here?: PageInfo; children: ReactNode }) {
  const catalog = useCatalog()
  const pages = catalog.pages.filter(isAdmin).toSorted((a, b) => (a.rail ?? 99) - (b.rail ?? 99))
  return (
    <div className={`page with-list ${here ? 'showing' : ''}`}>
      <aside className="page-list" aria-label={t('Admin')}>
        <div className="list-head">{here ? <h2>{t('Admin')}</h2> : <h1>{t('Admin')}</h1>}</div>
        <nav className="list-body" aria-label={t('Admin')}>
          {pages.map((page) => (
            <Link
              key={page.id}
              to={page.path}
              className="item"
              aria-current={page.id === here?.id ? 'page' : undefined}
            >
              <Icon name={page.icon} />
              <span className="words">
                <span>{catalog.title(page.id, page.title)}</span>
              </span>
            </Link>
          ))}
        </nav>
      </aside>
      <div className="page-main">
        <Suspense fallback={<Loading shape="page" />}>
          {children ?? (
            <main id="content" className="not-phone page-main">
              <Empty icon="settings" title={t('Choose what to look after')} />
            </main>
          )}
        </Suspense>
      </div>
    </div>
  )
}
