import {
  Button,
  Empty,
  ErrorState,
  Head,
  Icon,
  Link,
  Loading,
  Menu,
  Page,
  go,
  t,
  tn,
  usePaged,
} from '#web'
import { kindTitle, type Source } from './types.ts'

/** Everything that is imported here. */
export function ListPage({ base }: { base: string }) {
  const list = usePaged<Source>('imports.source.list', { limit: 100 })
  const more = (
    <Menu
      label={t('Connect another')}
      className="button primary"
      trigger={
        <>
          <Icon name="plus" size={18} />
          {t('Connect another')}
        </>
      }
      items={[{ label: t('A database'), icon: 'table', run: () => go(`${base}/sql`) }]}
    />
  )
  return (
    <Page>
      <Head
        title={t('Imported interfaces')}
        sub={t('Other software that flows and people use here like a part of Tenon.')}
        primary={list.items.length > 0 && more}
      />
      <div className="body">
        {list.problem && <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />}
        {list.isLoading && <Loading rows={5} />}
        {list.isSuccess && list.items.length === 0 && (
          <Empty icon="link" title={t('Nothing is imported yet')} action={more}>
            {t('A database, a service with an OpenAPI document, or any other that speaks HTTP.')}
          </Empty>
        )}
        {list.items.length > 0 && (
          <ul className="panel rows imports-list" aria-label={t('Imported interfaces')}>
            {list.items.map((source) => (
              <li key={source.id}>
                <Icon name={source.kind === 'sql' ? 'table' : 'code'} />
                <span className="person-words grow">
                  <Link to={`${base}/${source.module}`} className="name">
                    {source.title}
                  </Link>
                  <small>
                    {[
                      kindTitle(source.kind),
                      source.server,
                      tn(source.actions, '{n} action', '{n} actions'),
                    ].join(' · ')}
                  </small>
                </span>
                <span className="tag">{source.module}</span>
              </li>
            ))}
          </ul>
        )}
        {list.hasNextPage && (
          <div className="table-more">
            <Button small busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('Load more')}
            </Button>
          </div>
        )}
      </div>
    </Page>
  )
}
