import { useState } from 'react'
import { Button, Empty, ErrorState, Icon, Loading, t, usePaged } from '#web'
import { LinkDialog } from './link-dialog.tsx'
import type { Account } from './types.ts'

/** One of the linked accounts of these connectors, or a new one made on the spot. */
export function AccountChoice({
  connectors,
  value,
  onChange,
  none,
  origin,
}: {
  connectors: readonly string[]
  value: string | undefined
  onChange: (account: Account | undefined) => void
  /** What it means to choose none, where that may be. */
  none?: string
  /** Where the service answers, for an account that is not of one service. */
  origin?: string | undefined
}) {
  const [linking, setLinking] = useState(false)
  const list = usePaged<Account>('vault.account.list', {
    where: { connector: { in: [...connectors] } },
    sort: ['title'],
    limit: 100,
  })
  const link = (
    <Button icon="plus" onClick={() => setLinking(true)}>
      {t('Link an account')}
    </Button>
  )
  const choices = [
    ...(none === undefined ? [] : [{ id: '', title: none, connector: '' } as Account]),
    ...list.items,
  ]
  return (
    <>
      {list.problem && <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />}
      {list.isLoading && <Loading rows={3} />}
      {list.isSuccess && choices.length === 0 && (
        <Empty icon="key" title={t('No account is linked yet')} action={link}>
          {t('It says where the service is and how one signs in there. Its secret is sealed.')}
        </Empty>
      )}
      {choices.length > 0 && (
        <fieldset className="panel rows imports-choices">
          <legend className="unseen">{t('Linked account')}</legend>
          {choices.map((account) => (
            <label key={account.id}>
              <input
                type="radio"
                name="account"
                checked={(value ?? '') === account.id}
                onChange={() => onChange(account.id ? account : undefined)}
              />
              <span className="grow">{account.title}</span>
              {account.state === 'exhausted' && (
                <span className="tag danger">
                  <Icon name="warning" size={14} />
                  {t('Has to be connected anew')}
                </span>
              )}
              {account.connector && <span className="tag">{account.connector}</span>}
            </label>
          ))}
        </fieldset>
      )}
      {choices.length > 0 && <div>{link}</div>}
      {linking && (
        <LinkDialog
          connectors={connectors}
          origin={origin}
          onClose={() => setLinking(false)}
          onDone={(account) => {
            setLinking(false)
            onChange(account)
          }}
        />
      )}
    </>
  )
}
