import { useState, type FormEvent } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Loading,
  SelectField,
  TextField,
  copy,
  go,
  t,
  told,
  useAction,
  useCommand,
} from '#web'
import { CredentialFields, WhereFields, filled, isComplete } from './credential-fields.tsx'
import { authTitle, inWords, type Account, type Connectors } from './types.ts'

/** A new account: which service, how one signs in there, and for OAuth the way to its consent page. */
export function LinkDialog({
  base,
  connector,
  onClose,
}: {
  base: string
  connector?: string | undefined
  onClose: () => void
}) {
  const { data, problem } = useAction<Connectors>('vault.connector.list')
  return (
    <Dialog title={t('Link an account')} onClose={onClose}>
      {problem && <ErrorLine problem={problem} />}
      {!data && !problem && <Loading rows={5} />}
      {data && <LinkForm connectors={data} first={connector} base={base} onClose={onClose} />}
    </Dialog>
  )
}

function LinkForm({
  connectors: { items, callback },
  first,
  base,
  onClose,
}: {
  connectors: Connectors
  first: string | undefined
  base: string
  onClose: () => void
}) {
  const [id, setId] = useState(first ?? items[0]?.id ?? '')
  const connector = items.find((one) => one.id === id) ?? items[0]!
  const [kind, setKind] = useState('')
  const auth = connector.auth.find((one) => one.kind === kind) ?? connector.auth[0]!
  const [title, setTitle] = useState('')
  const [origin, setOrigin] = useState('')
  const [where, setWhere] = useState<Record<string, string>>({})
  const [credential, setCredential] = useState<Record<string, string>>({})
  const open = connector.origins.length === 0 && auth.kind !== 'custom'
  const consent = useCommand<{ url: string }>('vault.authorization.start', {
    onDone: ({ url }) => location.assign(url),
  })
  const create = useCommand<Account>('vault.account.create', {
    refresh: ['vault.'],
    onDone: (account) => {
      if (account.auth === 'oauth2_code') return consent.mutate({ account: account.id })
      told(t('{name} is linked', { name: account.title }))
      onClose()
      go(`${base}/${account.id}`)
    },
  })
  const ready =
    title.trim() !== '' && (!open || origin.trim() !== '') && isComplete(auth, credential, where)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    create.mutate({
      title: title.trim(),
      connector: connector.id,
      auth: auth.kind,
      ...(open ? { origins: [origin.trim().replace(/\/+$/, '')] } : {}),
      parameters: filled(where),
      credential: filled(credential),
    })
  }
  const renew = (next: () => void) => {
    next()
    setCredential({})
    setWhere({})
  }
  return (
    <form className="form" onSubmit={submit}>
      <SelectField
        label={t('Service')}
        value={connector.id}
        onChange={(value) => renew(() => setId(value))}
        options={items.map((one) => ({ value: one.id, label: inWords(one) }))}
      />
      <TextField
        label={t('Name')}
        required
        help={t('How you and others tell it apart, for example “Parcel service, test account”.')}
        value={title}
        onChange={setTitle}
        maxLength={100}
      />
      {open && (
        <TextField
          label={t('Address of the service')}
          required
          type="url"
          help={t('The credential goes there and nowhere else.')}
          placeholder="https://api.example.com"
          value={origin}
          onChange={setOrigin}
        />
      )}
      {connector.auth.length > 1 && (
        <SelectField
          label={t('Signs in with')}
          value={auth.kind}
          onChange={(value) => renew(() => setKind(value))}
          options={connector.auth.map((one) => ({ value: one.kind, label: authTitle(one.kind) }))}
        />
      )}
      {connector.origins.length === 0 && (
        <WhereFields auth={auth} values={where} onChange={setWhere} />
      )}
      <CredentialFields auth={auth} values={credential} onChange={setCredential} />
      {auth.kind === 'oauth2_code' && (
        <p className="field-help vault-callback">
          {t('Enter this as the redirect address where you register the app:')}
          <code>{callback}</code>
          <Button small icon="copy" onClick={() => void copy(callback)}>
            {t('Copy')}
          </Button>
        </p>
      )}
      <p className="field-help">
        {t('It is sealed at once. Nobody sees it again, you included.')}{' '}
        {connector.docs && (
          <a href={connector.docs} target="_blank" rel="noreferrer">
            {t('Where to get it')}
          </a>
        )}
      </p>
      <ErrorLine problem={create.problem ?? consent.problem} />
      <div className="form-foot">
        <Button onClick={onClose}>{t('Cancel')}</Button>
        <Button
          submit
          tone="primary"
          busy={create.isPending || consent.isPending}
          disabled={!ready || create.isPending}
        >
          {auth.kind === 'oauth2_code' ? t('On to the service') : t('Link it')}
        </Button>
      </div>
    </form>
  )
}
