import { useState, type FormEvent } from 'react'
import { Button, Dialog, ErrorLine, Loading, t, told, useAction, useCommand } from '#web'
import { CredentialFields, filled, isComplete } from './credential-fields.tsx'
import { authTitle, type Account, type Connectors } from './types.ts'

/** The whole credential anew: nobody can see what was there. */
export function RenewDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const { data, problem } = useAction<Connectors>('vault.connector.list')
  const [credential, setCredential] = useState<Record<string, string>>({})
  const auth = data?.items
    .find(({ id }) => id === account.connector)
    ?.auth.find(({ kind }) => kind === account.auth)
  const update = useCommand('vault.account.update', {
    refresh: ['vault.'],
    onDone: () => {
      told(t('The new credential is in use'))
      onClose()
    },
  })
  const ready = auth && isComplete(auth, credential, account.parameters)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) update.mutate({ account: account.id, credential: filled(credential) })
  }
  return (
    <Dialog title={t('New credential for “{name}”', { name: account.title })} onClose={onClose}>
      {problem && <ErrorLine problem={problem} />}
      {!data && !problem && <Loading rows={3} />}
      {auth && (
        <form className="form" onSubmit={submit}>
          <p className="muted">{authTitle(account.auth)}</p>
          <CredentialFields auth={auth} values={credential} onChange={setCredential} />
          <ErrorLine problem={update.problem} />
          <div className="form-foot">
            <Button onClick={onClose}>{t('Cancel')}</Button>
            <Button submit tone="primary" busy={update.isPending} disabled={!ready}>
              {t('Use it')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
