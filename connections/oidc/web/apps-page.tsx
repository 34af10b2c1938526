import { useState } from 'react'
import {
  Button,
  Check,
  ConfirmDialog,
  Dialog,
  Empty,
  ErrorLine,
  ErrorState,
  Head,
  Icon,
  Loading,
  Menu,
  Page,
  PersonName,
  Time,
  t,
  useAction,
  useCatalog,
  useCommand,
  useLanguage,
  usePaged,
  type ModulePageProps,
} from '#web'
import { AppForm, Credentials, kindTitle } from './app-form.tsx'
import type { App, Consent } from './types.ts'

type Open = { what: 'new' } | { what: 'edit' | 'secret' | 'off' | 'remove'; app: App }

/** Which software may sign people in, for administrators. */
export function AppsPage(_props: ModulePageProps) {
  useLanguage()
  const [open, setOpen] = useState<Open>()
  const list = usePaged<App>('oidc.client.list', { limit: 100, sort: ['name'] })
  const close = () => setOpen(undefined)
  const on = useCommand('oidc.client.update', { refresh: ['oidc.client'] })
  const create = (
    <Button tone="primary" icon="plus" onClick={() => setOpen({ what: 'new' })}>
      {t('Register an app')}
    </Button>
  )
  const menuOf = (app: App) => [
    { label: t('Change'), icon: 'edit', run: () => setOpen({ what: 'edit', app }) },
    ...(app.kind === 'web' || app.kind === 'service'
      ? [{ label: t('New secret'), icon: 'key', run: () => setOpen({ what: 'secret', app }) }]
      : []),
    app.status === 'active'
      ? { label: t('Disable'), icon: 'lock', run: () => setOpen({ what: 'off', app }) }
      : {
          label: t('Enable'),
          icon: 'check',
          run: () => on.mutate({ client: app.id, status: 'active' }),
        },
    {
      label: t('Remove'),
      icon: 'trash',
      danger: true,
      apart: true,
      run: () => setOpen({ what: 'remove', app }),
    },
  ]
  return (
    <Page>
      <Head
        title={t('Sign-in for apps')}
        backTo="/admin"
        sub={t('Other software signs your people in with their account here.')}
        primary={list.items.length > 0 && create}
        menu={[]}
      />
      <div className="body">
        <div className="column">
          {list.problem && (
            <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
          )}
          {list.isLoading && <Loading />}
          {list.isSuccess && list.items.length === 0 && (
            <Empty icon="key" title={t('No app yet')} action={create}>
              {t(
                'Any software that speaks OpenID Connect can use the accounts here: one password less for everybody, and a leaver is out everywhere at once.',
              )}
            </Empty>
          )}
          {list.items.length > 0 && (
            <ul className="panel rows" aria-label={t('Apps')}>
              {list.items.map((app) => (
                <li key={app.id}>
                  <Icon name="appstore" />
                  <span className="person-words grow">
                    <span className="name">
                      {app.name}{' '}
                      {app.status === 'disabled' && (
                        <span className="tag warning">{t('Disabled')}</span>
                      )}
                    </span>
                    <small>
                      {kindTitle(app.kind)}
                      {app.redirect_uris[0] && ` · ${URL.parse(app.redirect_uris[0])?.host ?? ''}`}
                      {app.anyone && ` · ${t('For people of other organisations too')}`}
                    </small>
                  </span>
                  <Menu label={t('More about {name}', { name: app.name })} items={menuOf(app)} />
                </li>
              ))}
            </ul>
          )}
          {list.hasNextPage && (
            <Button small busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('Load more')}
            </Button>
          )}
          <Allowed />
          <Rule />
        </div>
      </div>
      {open?.what === 'new' && <AppForm onClose={close} />}
      {open?.what === 'edit' && <AppForm app={open.app} onClose={close} />}
      {open?.what === 'off' && (
        <ConfirmDialog
          title={t('Disable {name}', { name: open.app.name })}
          text={t('Everybody is signed out of it at once. It can be enabled again.')}
          verb={t('Disable')}
          action="oidc.client.update"
          input={{ client: open.app.id, status: 'disabled' }}
          refresh={['oidc.client']}
          onClose={close}
        />
      )}
      {open?.what === 'remove' && (
        <ConfirmDialog
          title={t('Remove {name}', { name: open.app.name })}
          text={t(
            'Everybody is signed out of it at once, and what was allowed it is forgotten. This cannot be undone.',
          )}
          verb={t('Remove')}
          action="oidc.client.delete"
          input={{ client: open.app.id }}
          refresh={['oidc.client', 'oidc.consent']}
          onClose={close}
        />
      )}
      {open?.what === 'secret' && <NewSecret app={open.app} onClose={close} />}
    </Page>
  )
}

function NewSecret({ app, onClose }: { app: App; onClose(): void }) {
  const renew = useCommand<{ secret: string }>('oidc.client.renew_secret', {
    refresh: ['oidc.client'],
  })
  if (renew.data)
    return (
      <Credentials
        made={{ client_id: app.client_id, secret: renew.data.secret }}
        onClose={onClose}
      />
    )
  return (
    <Dialog title={t('New secret for {name}', { name: app.name })} onClose={onClose}>
      <p>
        {t('The one that it has now (…{hint}) stops working at once.', {
          hint: app.secret_hint ?? '',
        })}
      </p>
      <ErrorLine problem={renew.problem} />
      <div className="form-foot">
        <Button onClick={onClose}>{t('Cancel')}</Button>
        <Button
          tone="danger"
          busy={renew.isPending}
          onClick={() => renew.mutate({ client: app.id })}
        >
          {t('New secret')}
        </Button>
      </div>
    </Dialog>
  )
}

/** What administrators allowed for everybody. */
function Allowed() {
  const [ending, setEnding] = useState<Consent>()
  const list = usePaged<Consent>('oidc.consent.list', { where: { person: null }, limit: 100 })
  if (list.items.length === 0) return null
  return (
    <section className="section" aria-labelledby="for-all">
      <h2 id="for-all">{t('Allowed for everybody')}</h2>
      <ul className="panel rows">
        {list.items.map((one) => (
          <li key={one.id}>
            <Icon name="check-circle" />
            <span className="person-words grow">
              <span className="name">{one.client_name}</span>
              <small>
                {one.given_by && (
                  <>
                    <PersonName id={one.given_by} /> ·{' '}
                  </>
                )}
                <Time at={one.created_at} />
              </small>
            </span>
            <Button small onClick={() => setEnding(one)}>
              {t('Take back')}
            </Button>
          </li>
        ))}
      </ul>
      {ending && (
        <ConfirmDialog
          title={t('Take back what {name} was allowed', { name: ending.client_name })}
          text={t(
            'Everybody here is signed out of it at once. Each is asked anew when he comes again.',
          )}
          verb={t('Take back')}
          action="oidc.consent.revoke"
          input={{ consent: ending.id }}
          refresh={['oidc.consent']}
          onClose={() => setEnding(undefined)}
        />
      )}
    </section>
  )
}

/** Whether everyone may allow apps for himself. */
function Rule() {
  const { can } = useCatalog()
  const may = can('oidc.settings.get') && can('oidc.settings.update')
  const settings = useAction<{ members_allow: boolean }>('oidc.settings.get', {}, { enabled: may })
  const change = useCommand('oidc.settings.update', { refresh: ['oidc.settings'] })
  if (!settings.data) return null
  return (
    <section className="section" aria-labelledby="who-allows">
      <h2 id="who-allows">{t('Who may allow apps')}</h2>
      <Check
        label={t('Everyone may allow an app to sign him in')}
        help={t('Otherwise only administrators allow apps, for everybody.')}
        checked={settings.data.members_allow}
        onChange={(on) => change.mutate({ members_allow: on })}
      />
      <ErrorLine problem={change.problem} />
    </section>
  )
}
