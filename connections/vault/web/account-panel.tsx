import { useState } from 'react'
import {
  Button,
  ConfirmDialog,
  ErrorLine,
  ErrorState,
  Icon,
  Link,
  Loading,
  Menu,
  PersonName,
  SidePanel,
  Time,
  numberText,
  t,
  useAction,
  useCatalog,
  useCommand,
  type Paged,
} from '#web'
import { RenewDialog } from './renew-dialog.tsx'
import {
  authTitle,
  inWords,
  reachTitle,
  stateOf,
  type Account,
  type Connectors,
  type Dependent,
} from './types.ts'
import { UseDialog } from './use-dialog.tsx'

/** One account: how it is, who uses it, what stops without it. */
export function AccountPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const {
    data: account,
    problem,
    refetch,
  } = useAction<Account>('vault.account.get', { account: id })
  return (
    <SidePanel title={account?.title ?? t('Linked account')} onClose={onClose}>
      {problem && <ErrorState problem={problem} onRetry={() => void refetch()} />}
      {!account && !problem && <Loading rows={8} />}
      {account && <Details account={account} onClose={onClose} />}
    </SidePanel>
  )
}

function Details({ account, onClose }: { account: Account; onClose: () => void }) {
  const { actor, can } = useCatalog()
  const own = account.owner === actor.id
  const keeps = own || can('vault.settings.update')
  const connectors = useAction<Connectors>('vault.connector.list')
  const connector = connectors.data?.items.find((one) => one.id === account.connector)
  const state = stateOf(account)
  return (
    <div className="stack">
      <p className="row">
        <span className={`tag ${state.tone}`}>
          <Icon name={state.icon} size={14} />
          {state.text}
        </span>
        {account.failing_since && (
          <span className="muted">
            {t('since')} <Time at={account.failing_since} />
          </span>
        )}
      </p>
      {account.last_error && <p className="vault-error">{t(account.last_error)}</p>}
      <Doing account={account} own={own} keeps={keeps} onClose={onClose} />
      <dl className="facts">
        <Fact title={t('Service')}>{connector ? inWords(connector) : account.connector}</Fact>
        <Fact title={t('Signs in with')}>
          {authTitle(account.auth)}
          {account.hint && <code className="muted"> {account.hint}</code>}
        </Fact>
        {account.origins.length > 0 && (
          <Fact title={t('Only for')}>
            <span className="vault-origins">{account.origins.join(', ')}</span>
          </Fact>
        )}
        <Fact title={t('Owner')}>
          <PersonName id={account.owner} avatar />
        </Fact>
        <Fact title={t('May be used by')}>{reachTitle(account.reach)}</Fact>
        <Fact title={t('Used')}>
          {account.last_used_at ? (
            <>
              {t('{n} times, last', { n: numberText(account.uses) })}{' '}
              <Time at={account.last_used_at} />
            </>
          ) : (
            t('Not yet')
          )}
        </Fact>
        {account.expires_at && (
          <Fact title={t('Token until')}>
            <Time at={account.expires_at} />
          </Fact>
        )}
      </dl>
      {keeps && <Dependents account={account.id} />}
    </div>
  )
}

const Fact = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <div>
    <dt>{title}</dt>
    <dd>{children}</dd>
  </div>
)

function Doing({
  account,
  own,
  keeps,
  onClose,
}: {
  account: Account
  own: boolean
  keeps: boolean
  onClose: () => void
}) {
  const [open, setOpen] = useState<'renew' | 'use' | 'remove'>()
  const check = useCommand<{ ok: boolean; status?: number; message?: string }>(
    'vault.account.check',
    {
      refresh: ['vault.account'],
    },
  )
  const consent = useCommand<{ url: string }>('vault.authorization.start', {
    onDone: ({ url }) => location.assign(url),
  })
  const byConsent = account.auth === 'oauth2_code'
  const broken = account.state === 'exhausted'
  const items = [
    ...(keeps ? [{ label: t('Who may use it'), icon: 'people', run: () => setOpen('use') }] : []),
    ...(own && account.auth !== 'none'
      ? [{ label: t('Enter a new credential'), icon: 'key', run: () => setOpen('renew') }]
      : []),
    ...(keeps
      ? [{ label: t('Remove'), icon: 'trash', danger: true, run: () => setOpen('remove') }]
      : []),
  ]
  const close = () => setOpen(undefined)
  return (
    <>
      <div className="row vault-doing">
        {own && byConsent && (
          <Button
            icon="link"
            tone={broken ? 'primary' : 'plain'}
            busy={consent.isPending}
            onClick={() => consent.mutate({ account: account.id })}
          >
            {broken ? t('Connect') : t('Reconnect')}
          </Button>
        )}
        {own && !byConsent && broken && (
          <Button icon="key" tone="primary" onClick={() => setOpen('renew')}>
            {t('Enter a new credential')}
          </Button>
        )}
        {!broken && (
          <Button
            icon="refresh"
            busy={check.isPending}
            onClick={() => check.mutate({ account: account.id })}
          >
            {t('Test')}
          </Button>
        )}
        {items.length > 0 && <Menu items={items} label={t('More')} />}
      </div>
      {check.data && (
        <p className={check.data.ok ? 'vault-ok' : 'note'} role="status">
          <Icon name={check.data.ok ? 'check' : 'warning'} size={18} />
          {check.data.ok
            ? t('The service takes it.')
            : check.data.message
              ? t(check.data.message)
              : t('The service answered {status}.', { status: check.data.status ?? 0 })}
        </p>
      )}
      <ErrorLine problem={check.problem ?? consent.problem} />
      {open === 'use' && <UseDialog account={account} onClose={close} />}
      {open === 'renew' && <RenewDialog account={account} onClose={close} />}
      {open === 'remove' && (
        <ConfirmDialog
          title={t('Remove “{name}”?', { name: account.title })}
          text={t(
            'The credential is destroyed at once, and what uses it stops. End it at the service too if it must not work any more.',
          )}
          verb={t('Remove')}
          action="vault.account.delete"
          input={{ account: account.id }}
          refresh={['vault.']}
          onDone={onClose}
          onClose={close}
        />
      )}
    </>
  )
}

/** Flows and modules that stop when it does. */
function Dependents({ account }: { account: string }) {
  const { data } = useAction<Paged<Dependent>>('vault.dependent.list', {
    where: { account },
    limit: 100,
  })
  return (
    <section className="section">
      <h2>{t('What uses it')}</h2>
      {data?.items.length === 0 && <p className="muted">{t('Nothing yet.')}</p>}
      {data && data.items.length > 0 && (
        <ul className="vault-dependents">
          {data.items.map(({ id, title, link }) => (
            <li key={id}>{link ? <Link to={link}>{title}</Link> : title}</li>
          ))}
        </ul>
      )}
    </section>
  )
}
