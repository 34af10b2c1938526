import { useState } from 'react'
import {
  Button,
  ConfirmDialog,
  Empty,
  ErrorLine,
  ErrorState,
  Head,
  Icon,
  Loading,
  Menu,
  Page,
  RecordViews,
  SidePanel,
  Time,
  go,
  t,
  told,
  useCatalog,
  useCommand,
  useLanguage,
  usePaged,
  useRecord,
  type ModulePageProps,
  type Row,
} from '#web'

/** Who signs in how; for those who look after accounts. Nothing here shows a secret. */
export function AccountsPage({ page, rest }: ModulePageProps) {
  useLanguage()
  const catalog = useCatalog()
  const chosen = rest[0]
  return (
    <Page
      side={chosen && <AccountPanel key={chosen} person={chosen} onClose={() => go(page.path)} />}
    >
      <Head
        backTo="/admin"
        title={catalog.title(page.id, page.title)}
        sub={t('Who signs in how, and help for those who cannot.')}
      />
      <RecordViews
        name="identity.accounts"
        entity="identity.account"
        list="identity.account.list"
        label={catalog.title(page.id, page.title)}
        columns={[
          'name',
          'state',
          'last_sign_in_at',
          'devices',
          'second_factor',
          'passkeys',
          'email',
        ]}
        change={false}
        selected={chosen}
        onOpen={(row) => go(`${page.path}/${row.id}`)}
        empty={
          <Empty icon="key" title={t('Nobody has an account yet')}>
            {t('People show here once they have accepted an invitation.')}
          </Empty>
        }
      />
    </Page>
  )
}

interface Session extends Row {
  device: string
  address?: string
  last_used_at: string
}
type Doing = 'sign_out' | 'send_link' | 'drop_factor'

function AccountPanel({ person, onClose }: { person: string; onClose: () => void }) {
  const [doing, setDoing] = useState<Doing>()
  const { data: who } = useRecord('directory.person', person)
  const name = String(who?.name ?? '…')
  const list = usePaged<Session>('identity.account.sessions', { person, limit: 50 })
  const end = useCommand('identity.account.sign_out', { refresh: ['identity.account'] })
  const ask: Record<Doing, { title: string; text: string }> = {
    sign_out: {
      title: t('Sign out everywhere'),
      text: t('{name} is signed out everywhere in this organisation and may sign in again.', {
        name,
      }),
    },
    send_link: {
      title: t('Send a link for a new password'),
      text: t(
        'A link goes to the e-mail of {name}. It works once, for an hour; the old password works until then.',
        { name },
      ),
    },
    drop_factor: {
      title: t('Turn the second factor off'),
      text: t(
        '{name} signs in with the password alone until a new second factor is set up. {name} is told.',
        { name },
      ),
    },
  }
  return (
    <SidePanel
      title={name}
      onClose={onClose}
      foot={
        <div className="row end">
          <Menu
            label={t('More')}
            items={[
              ...(list.items.length > 0
                ? [
                    {
                      label: ask.sign_out.title,
                      icon: 'signout',
                      run: () => setDoing('sign_out'),
                    },
                  ]
                : []),
              {
                label: ask.drop_factor.title,
                icon: 'lock',
                danger: true,
                run: () => setDoing('drop_factor'),
              },
            ]}
          />
          <Button onClick={() => setDoing('send_link')}>{ask.send_link.title}</Button>
        </div>
      }
    >
      <section className="section" aria-label={name}>
        {list.problem && <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />}
        {list.isLoading && <Loading rows={3} />}
        {list.data && list.items.length === 0 && (
          <p className="muted">{t('Not signed in anywhere')}</p>
        )}
        <ul className="stack">
          {list.items.map((one) => (
            <li key={one.id} className="row">
              <Icon name={/iPhone|Android|Mobile/i.test(one.device) ? 'phone' : 'globe'} />
              <span className="person-words grow">
                <span className="name">{one.device}</span>
                <small>
                  {one.address} {t('last used')} <Time at={one.last_used_at} />
                </small>
              </span>
              <Button
                small
                disabled={end.isPending}
                aria-label={`${t('Sign out')}: ${one.device}`}
                onClick={() => end.mutate({ person, session: one.id })}
              >
                {t('Sign out')}
              </Button>
            </li>
          ))}
        </ul>
        <ErrorLine problem={end.problem} />
      </section>
      {doing && (
        <ConfirmDialog
          {...ask[doing]}
          verb={ask[doing].title}
          action={`identity.account.${doing}`}
          input={{ person }}
          refresh={['identity.account']}
          onDone={() => doing === 'send_link' && told(t('The link is on its way'))}
          onClose={() => setDoing(undefined)}
        />
      )}
    </SidePanel>
  )
}
