import {
  Button,
  ErrorLine,
  ErrorState,
  Icon,
  Loading,
  Time,
  t,
  useCommand,
  usePaged,
  type Row,
} from '#web'

interface Session extends Row {
  device: string
  address?: string
  last_used_at: string
  current: boolean
}

/** Where the account is open. Ending one closes its open pages within a second. */
export function Sessions() {
  const list = usePaged<Session>('identity.session.list', { limit: 50 })
  const end = useCommand('identity.session.revoke', { refresh: ['identity.session'] })
  const items = list.items.toSorted((a, b) => Number(b.current) - Number(a.current))
  return (
    <section className="section" aria-label={t('Where you are signed in')}>
      <div className="row">
        <h2 className="grow">{t('Where you are signed in')}</h2>
        {items.length > 1 && (
          <Button small busy={end.isPending} onClick={() => end.mutate({ others: true })}>
            {t('Sign out everywhere else')}
          </Button>
        )}
      </div>
      {list.problem && <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />}
      {list.isLoading && <Loading rows={3} />}
      {items.length > 0 && (
        <ul className="panel rows">
          {items.map((one) => (
            <li key={one.id}>
              <Icon name={/iPhone|Android|Mobile/i.test(one.device) ? 'phone' : 'globe'} />
              <span className="person-words grow">
                <span className="name">
                  {one.device}{' '}
                  {one.current && <span className="tag accent">{t('This session')}</span>}
                </span>
                <small>
                  {[one.address].filter(Boolean).join('')}
                  {one.address && ' · '}
                  {t('last used')} <Time at={one.last_used_at} />
                </small>
              </span>
              {!one.current && (
                <Button
                  small
                  disabled={end.isPending}
                  onClick={() => end.mutate({ session: one.id })}
                >
                  {t('Sign out')}
                </Button>
              )}
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
      <ErrorLine problem={end.problem} />
    </section>
  )
}
