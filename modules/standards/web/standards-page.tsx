import {
  Empty,
  ErrorState,
  Head,
  Loading,
  Page,
  Tag,
  go,
  t,
  useAction,
  useCatalog,
  useLanguage,
  type ModulePageProps,
} from '#web'
import { StandardPanel } from './standard-panel.tsx'
import type { Standard } from './types.ts'

/** Standards that modules implement, so that what is bound to them can be exchanged. */
export function StandardsPage({ page, rest }: ModulePageProps) {
  useLanguage()
  const catalog = useCatalog()
  const list = useAction<{ items: Standard[] }>('standards.interface.list')
  const items = list.data?.items ?? []
  const opened = items.find((each) => each.interface === rest[0])
  return (
    <Page>
      <Head
        title={t('Standards')}
        sub={t('What flows and scenarios bind to, so that one product can replace another.')}
      />
      {list.problem && <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />}
      {!list.data && !list.problem && <Loading shape="list" />}
      {list.data && items.length === 0 && (
        <Empty icon="market" title={t('No standards')}>
          {t('None is installed here.')}
        </Empty>
      )}
      <div className="standards-split">
        <div className="body">
          <ul className="panel rows standards" aria-label={t('Standards')}>
            {items.map((one) => (
              <li key={one.interface}>
                <button
                  type="button"
                  className="bare standard-row"
                  aria-current={one === opened}
                  onClick={() => go(`${page.path}/${one.interface}`)}
                >
                  <span className="person-words grow">
                    <span className="name">{t(one.title)}</span>
                    <small className="muted">{one.interface}</small>
                  </span>
                  <span className="standard-who">
                    {one.implementers.length === 0 ? (
                      <small className="muted">{t('Nothing implements it yet')}</small>
                    ) : (
                      one.implementers.map((each) => (
                        <Tag
                          key={each.module}
                          text={catalog.title(each.module, each.title)}
                          tone={each.chosen ? 'info' : 'plain'}
                        />
                      ))
                    )}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </div>
        {opened && <StandardPanel one={opened} onClose={() => go(page.path)} />}
      </div>
    </Page>
  )
}
