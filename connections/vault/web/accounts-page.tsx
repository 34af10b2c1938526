import { useEffect, useState } from 'react'
import {
  Button,
  Empty,
  ErrorState,
  Head,
  Icon,
  Link,
  Loading,
  Page,
  PersonName,
  Time,
  go,
  t,
  told,
  useCatalog,
  useLanguage,
  usePaged,
  useSearch,
  type ModulePageProps,
} from '#web'
import { AccountPanel } from './account-panel.tsx'
import { HostsDialog } from './hosts-dialog.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { stateOf, type Account } from './types.ts'

/** Credentials for other companies’ software: one’s own, and those one may use. */
export function AccountsPage({ page, rest }: ModulePageProps) {
  useLanguage()
  const { can } = useCatalog()
  // `?connect=github`: whoever comes from the list of connectors has chosen already.
  const connect = new URLSearchParams(useSearch()).get('connect') ?? undefined
  const [open, setOpen] = useState<'link' | 'hosts' | undefined>(connect ? 'link' : undefined)
  const list = usePaged<Account>('vault.account.list', { sort: ['title'], limit: 50 })
  const chosen = rest[0]
  const wrong = useReturn(page.path, chosen)
  const link = (
    <Button icon="plus" tone={chosen ? 'plain' : 'primary'} onClick={() => setOpen('link')}>
      {t('Link an account')}
    </Button>
  )
  return (
    <Page side={chosen && <AccountPanel key={chosen} id={chosen} onClose={() => go(page.path)} />}>
      <Head
        title={t('Linked accounts')}
        sub={t('Credentials with which flows and apps use other software for you.')}
        backTo="/me"
        menu={
          can('vault.settings.update')
            ? [
                {
                  label: t('Hosts that connections may reach'),
                  icon: 'globe',
                  run: () => setOpen('hosts'),
                },
              ]
            : []
        }
        primary={list.items.length > 0 && link}
      />
      <div className="body">
        <div className="column vault">
          {wrong && (
            <p className="note" role="alert">
              <Icon name="warning" size={18} />
              {wrong}
            </p>
          )}
          {list.problem && (
            <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
          )}
          {list.isLoading && <Loading rows={5} />}
          {list.isSuccess && list.items.length === 0 && (
            <Empty icon="link" title={t('No account is linked yet')} action={link}>
              {t(
                'Link the software you use outside, such as a parcel service or a ledger: flows then act there with your account, and nobody sees its password.',
              )}
            </Empty>
          )}
          {list.items.length > 0 && (
            <ul className="panel rows" aria-label={t('Linked accounts')}>
              {list.items.map((one) => (
                <li key={one.id}>
                  <Line account={one} path={page.path} chosen={one.id === chosen} />
                </li>
              ))}
            </ul>
          )}
          {list.hasNextPage && (
            <div className="table-more">
              <Button
                small
                busy={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {t('Load more')}
              </Button>
            </div>
          )}
        </div>
      </div>
      {open === 'link' && (
        <LinkDialog base={page.path} connector={connect} onClose={() => setOpen(undefined)} />
      )}
      {open === 'hosts' && <HostsDialog onClose={() => setOpen(undefined)} />}
    </Page>
  )
}

function Line({ account, path, chosen }: { account: Account; path: string; chosen: boolean }) {
  const { actor } = useCatalog()
  const state = stateOf(account)
  return (
    <>
      <Icon name="link" />
      <span className="person-words grow">
        <Link
          to={`${path}/${account.id}`}
          className="name"
          aria-current={chosen ? 'true' : undefined}
        >
          {account.title}
        </Link>
        <small>
          {account.owner !== actor.id && (
            <>
              <PersonName id={account.owner} />
              {' · '}
            </>
          )}
          {account.origins[0]?.replace(/^https?:\/\//, '') ?? account.connector}
          {' · '}
          {account.last_used_at ? (
            <>
              {t('last used')} <Time at={account.last_used_at} />
            </>
          ) : (
            t('never used')
          )}
        </small>
      </span>
      <span className={`tag ${state.tone}`}>
        <Icon name={state.icon} size={14} />
        {state.text}
      </span>
    </>
  )
}

/** What came of the way to a consent page and back; said once. */
function useReturn(path: string, chosen: string | undefined): string | undefined {
  const search = useSearch()
  const [wrong, setWrong] = useState<string>()
  const [problem, connected] = [search.get('problem'), search.has('connected')]
  useEffect(() => {
    if (!problem && !connected) return
    if (connected) told(t('Connected'))
    if (problem) setWrong(problemText(problem))
    go(chosen ? `${path}/${chosen}` : path, { replace: true })
  }, [problem, connected, path, chosen])
  return wrong
}

function problemText(problem: string): string {
  if (problem === 'denied') return t('The service was not told that it may. Nothing has changed.')
  if (problem === 'stale')
    return t('This was begun in another window, or too long ago. Connect the account once more.')
  if (problem === 'refused')
    return t('The service did not accept the app. Check client ID and secret, then connect again.')
  return t('It could not be connected. Try once more.')
}
