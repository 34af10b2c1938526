import { useState } from 'react'
import { ActionDialog, Empty, Head, Icon, IconButton, Link, Page, t, useCatalog } from '#web'
import { phoneOnlyPages, workbenchPages } from '../shell/places.ts'

/** Everything a person can open or begin that has no place of its own in the rail. */
export function WorkbenchPage({ onSearch }: { onSearch: () => void }) {
  const catalog = useCatalog()
  const [action, setAction] = useState<string>()
  const pages = workbenchPages(catalog)
  const placements = [...catalog.placements('workbench'), ...catalog.placements('composer')].filter(
    (one) => one.action && catalog.can(one.action),
  )
  return (
    <Page>
      <Head title={t('Workbench')}>
        <IconButton icon="search" label={t('Search')} onClick={onSearch} />
      </Head>
      <div className="body">
        <div className="column" style={{ maxWidth: 960 }}>
          {placements.length > 0 && (
            <section className="section">
              <h2>{t('Begin')}</h2>
              <div className="tiles">
                {placements.map((one) => (
                  <button
                    key={`${one.module}.${one.title}`}
                    type="button"
                    className="tile"
                    onClick={() => setAction(one.action)}
                  >
                    <Icon name={one.icon} size={26} />
                    {catalog.title(one.action!, '') || one.title}
                  </button>
                ))}
              </div>
            </section>
          )}
          <section className="section">
            <h2>{t('Pages')}</h2>
            <div className="tiles">
              {phoneOnlyPages(catalog).map((page) => (
                <Link key={page.id} to={page.path} className="tile only-phone">
                  <Icon name={page.icon} size={26} />
                  {catalog.title(page.id, page.title)}
                </Link>
              ))}
              {pages.map((page) => (
                <Link key={page.id} to={page.path} className="tile">
                  <Icon name={page.icon} size={26} />
                  {catalog.title(page.id, page.title)}
                </Link>
              ))}
            </div>
            {pages.length === 0 && (
              <Empty icon="apps" title={t('Nothing here yet')}>
                {t('Pages of further modules show here.')}
              </Empty>
            )}
          </section>
        </div>
      </div>
      {action && <ActionDialog action={action} onClose={() => setAction(undefined)} />}
    </Page>
  )
}
