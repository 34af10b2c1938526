import { useState } from 'react'
import { Button, Dialog, ErrorLine, Icon, Link, Time, t, told, useAction, useCommand } from '#web'
import { AccountChoice } from '../account-choice.tsx'
import type { Account, Source } from '../types.ts'

/** With whose credential it is asked. */
export function AccountSection({ source }: { source: Source }) {
  const [choosing, setChoosing] = useState(false)
  const account = useAction<Account>(
    'vault.account.get',
    source.account ? { account: source.account } : undefined,
  )
  const state = account.data && stateOf(account.data)
  return (
    <section className="section" aria-label={t('Linked account')}>
      <h2>{t('Linked account')}</h2>
      <div className="panel">
        <div className="row">
          <Icon name="key" />
          <span className="person-words grow">
            {account.data ? (
              <>
                <Link to={`/me/linked-accounts/${account.data.id}`} className="name">
                  {account.data.title}
                </Link>
                <small>
                  {account.data.last_used_at ? (
                    <>
                      {t('last used')} <Time at={account.data.last_used_at} />
                    </>
                  ) : (
                    t('never used')
                  )}
                </small>
              </>
            ) : (
              <span>
                {source.account && account.problem
                  ? t('Somebody’s account that you may not see')
                  : t('It is asked without signing in.')}
              </span>
            )}
          </span>
          {state && (
            <span className={`tag ${state.tone}`}>
              <Icon name={state.icon} size={14} />
              {state.text}
            </span>
          )}
          <Button small onClick={() => setChoosing(true)}>
            {source.account ? t('Choose another') : t('Choose an account')}
          </Button>
        </div>
        {account.data?.last_error && account.data.state !== 'valid' && (
          <p className="error-line">{t(account.data.last_error)}</p>
        )}
      </div>
      {choosing && <ChooseDialog source={source} onClose={() => setChoosing(false)} />}
    </section>
  )
}

function ChooseDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const [account, setAccount] = useState(source.account)
  const save = useCommand('imports.source.update', {
    refresh: ['imports.', 'vault.'],
    onDone: () => {
      told(t('Saved'))
      onClose()
    },
  })
  return (
    <Dialog title={t('Linked account')} onClose={onClose}>
      <div className="form">
        <AccountChoice
          connectors={connectorsOf(source)}
          value={account}
          onChange={(next) => setAccount(next?.id)}
          origin={source.kind === 'sql' ? undefined : source.server}
          {...(source.kind === 'sql' ? {} : { none: t('None: it is asked without signing in') })}
        />
        <ErrorLine problem={save.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            tone="primary"
            busy={save.isPending}
            disabled={account === source.account || save.isPending}
            onClick={() => save.mutate({ source: source.id, account: account ?? null })}
          >
            {t('Use it')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

/** A document brings a connector of its own; where it names no way to sign in, any will do. */
export const connectorsOf = ({ kind, module }: Pick<Source, 'kind' | 'module'>): string[] =>
  kind === 'sql' ? ['postgresql', 'mysql'] : kind === 'openapi' ? [module, 'http'] : ['http']

const stateOf = ({ state }: Account): { text: string; tone: string; icon: string } =>
  ({
    valid: { text: t('Works'), tone: 'success', icon: 'check' },
    refreshing: { text: t('Being renewed'), tone: 'accent', icon: 'refresh' },
    failing: { text: t('Having trouble'), tone: 'warning', icon: 'warning' },
    exhausted: { text: t('Has to be connected anew'), tone: 'danger', icon: 'warning' },
  })[state]
