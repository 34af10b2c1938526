import { useState } from 'react'
import {
  Button,
  ConfirmDialog,
  Empty,
  ErrorState,
  Head,
  Icon,
  Loading,
  Page,
  Time,
  t,
  useLanguage,
  usePaged,
  useCatalog,
  type ModulePageProps,
} from '#web'
import type { SignIn } from './types.ts'

/** Where one signs in with the account here, and the way out of it. */
export function MinePage(_props: ModulePageProps) {
  useLanguage()
  const { actor } = useCatalog()
  const [ending, setEnding] = useState<SignIn>()
  const list = usePaged<SignIn>('oidc.sign_in.list', {
    where: { person: actor.id },
    sort: ['-last_at'],
    limit: 100,
  })
  return (
    <Page>
      <Head
        title={t('Apps you signed in to')}
        backTo="/me"
        sub={t('With your account here, and without giving them your password.')}
        menu={[]}
      />
      <div className="body">
        <div className="column">
          {list.problem && (
            <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
          )}
          {list.isLoading && <Loading />}
          {list.isSuccess && list.items.length === 0 && (
            <Empty icon="key" title={t('You have not signed in to any app')}>
              {t(
                'When another app offers to sign you in with your account here, it stands in this list afterwards.',
              )}
            </Empty>
          )}
          {list.items.length > 0 && (
            <ul className="panel rows" aria-label={t('Apps you signed in to')}>
              {list.items.map((one) => (
                <li key={one.id}>
                  <Icon name="appstore" />
                  <span className="person-words grow">
                    <span className="name">{one.client_name}</span>
                    <small>
                      {t('last signed in')} <Time at={one.last_at} />
                    </small>
                  </span>
                  <Button small onClick={() => setEnding(one)}>
                    {t('Sign out')}
                  </Button>
                </li>
              ))}
            </ul>
          )}
          {list.hasNextPage && (
            <Button small busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('Load more')}
            </Button>
          )}
        </div>
      </div>
      {ending && (
        <ConfirmDialog
          title={t('Sign out of {name}', { name: ending.client_name })}
          text={t('It loses at once what it holds of you, and asks you anew when you come again.')}
          verb={t('Sign out')}
          action="oidc.sign_in.end"
          input={{ sign_in: ending.id }}
          refresh={['oidc.sign_in', 'oidc.consent']}
          onClose={() => setEnding(undefined)}
        />
      )}
    </Page>
  )
}
