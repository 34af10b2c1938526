import { useState, type FormEvent } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Loading,
  SelectField,
  TextField,
  t,
  useAction,
  useCommand,
} from '#web'
import { inWords, type Account, type AuthInfo, type ConnectorInfo } from './types.ts'

type Words = Record<string, string>

/** A new linked account of one of these connectors, without leaving what one is doing. */
export function LinkDialog({
  connectors,
  origin,
  onDone,
  onClose,
}: {
  connectors: readonly string[]
  origin?: string | undefined
  onDone: (account: Account) => void
  onClose: () => void
}) {
  const { data, problem } = useAction<{ items: ConnectorInfo[] }>('vault.connector.list')
  // The first that is asked for is most likely meant; one without a way to sign in needs no account.
  const offered =
    data &&
    connectors.flatMap((id) => data.items.find((one) => one.id === id && one.auth.length > 0) ?? [])
  return (
    <Dialog title={t('Link an account')} onClose={onClose}>
      {problem && <ErrorLine problem={problem} />}
      {!data && !problem && <Loading rows={5} />}
      {offered?.[0] && (
        <LinkForm
          offered={offered}
          first={offered[0]}
          origin={origin}
          onDone={onDone}
          onClose={onClose}
        />
      )}
    </Dialog>
  )
}

function LinkForm({
  offered,
  first,
  origin = '',
  onDone,
  onClose,
}: {
  offered: ConnectorInfo[]
  first: ConnectorInfo
  origin: string | undefined
  onDone: (account: Account) => void
  onClose: () => void
}) {
  const [id, setId] = useState(first.id)
  const connector = offered.find((one) => one.id === id) ?? first
  const [kind, setKind] = useState('')
  const auth = connector.auth.find((one) => one.kind === kind) ?? connector.auth[0]!
  const [title, setTitle] = useState(inWords(first))
  const [place, setPlace] = useState(origin)
  const [reach, setReach] = useState('organisation')
  const [where, setWhere] = useState<Words>({})
  const [credential, setCredential] = useState<Words>({})
  const anywhere = connector.origins.length === 0 && auth.kind !== 'custom'
  const consent = useCommand<{ url: string }>('vault.authorization.start', {
    onDone: ({ url }) => location.assign(url),
  })
  const create = useCommand<Account>('vault.account.create', {
    refresh: ['vault.'],
    onDone: (account) => {
      if (account.auth === 'oauth2_code') return consent.mutate({ account: account.id })
      onDone(account)
    },
  })
  const ready =
    title.trim() !== '' &&
    (!anywhere || URL.canParse(place)) &&
    auth.fields.every(({ name, optional }) => optional || credential[name])
  const renew = (next: () => void) => {
    next()
    setCredential({})
    setWhere({})
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (!ready) return
    create.mutate({
      title: title.trim(),
      connector: connector.id,
      auth: auth.kind,
      reach,
      ...(anywhere ? { origins: [new URL(place).origin] } : {}),
      parameters: filled(where),
      credential: filled(credential),
    })
  }
  return (
    <form className="form" onSubmit={submit}>
      {offered.length > 1 && (
        <SelectField
          label={t('Service')}
          value={connector.id}
          onChange={(next) =>
            renew(() => {
              setId(next)
              const now = offered.find((one) => one.id === next)
              if (now && title === inWords(connector)) setTitle(inWords(now))
            })
          }
          options={offered.map((one) => ({ value: one.id, label: inWords(one) }))}
        />
      )}
      <TextField label={t('Name')} required value={title} onChange={setTitle} maxLength={100} />
      {anywhere && (
        <TextField
          label={t('Address of the service')}
          required
          type="url"
          placeholder="https://api.example.com"
          value={place}
          onChange={setPlace}
        />
      )}
      {connector.auth.length > 1 && (
        <SelectField
          label={t('Signs in with')}
          value={auth.kind}
          onChange={(next) => renew(() => setKind(next))}
          options={connector.auth.map((one) => ({ value: one.kind, label: authTitle(one.kind) }))}
        />
      )}
      <WhereFields anywhere={anywhere} auth={auth} values={where} onChange={setWhere} />
      {auth.fields.map((field) => (
        <TextField
          key={`${auth.kind} ${field.name}`}
          label={inWords(field)}
          required={!field.optional}
          value={credential[field.name] ?? ''}
          onChange={(value) => setCredential({ ...credential, [field.name]: value })}
          maxLength={20_000}
          spellCheck={false}
          autoComplete={field.secret ? 'new-password' : 'off'}
          {...(field.secret ? { type: 'password' } : {})}
        />
      ))}
      <SelectField
        label={t('May be used by')}
        help={t('Whoever uses what is imported uses the account. Its secret is shown to nobody.')}
        value={reach}
        onChange={setReach}
        options={[
          { value: 'organisation', label: t('Everybody here') },
          { value: 'owner', label: t('Only you') },
        ]}
      />
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

/** Where a service that is not known looks for a key. */
function WhereFields({
  anywhere,
  auth,
  values,
  onChange,
}: {
  anywhere: boolean
  auth: AuthInfo
  values: Words
  onChange: (values: Words) => void
}) {
  if (!anywhere) return null
  const line = (name: string, label: string, placeholder: string) => (
    <TextField
      key={name}
      label={label}
      placeholder={placeholder}
      value={values[name] ?? ''}
      onChange={(value) => onChange({ ...values, [name]: value })}
    />
  )
  if (auth.kind === 'api_key') return line('name', t('Header of the key'), 'X-API-Key')
  if (!auth.open) return null
  return (
    <>
      {auth.kind === 'oauth2_code' &&
        line('authorize_url', t('Address of the consent page'), 'https://')}
      {line('token_url', t('Address of the token endpoint'), 'https://')}
      {line('scopes', t('Scopes'), '')}
    </>
  )
}

const authTitle = (kind: string): string =>
  ({
    none: t('Nothing'),
    api_key: t('An API key'),
    basic: t('User name and password'),
    bearer: t('A token'),
    hmac: t('A signing secret'),
    custom: t('Connection details'),
    oauth2_code: t('Consent at the service (OAuth)'),
    oauth2_client: t('The app’s own credentials (OAuth)'),
  })[kind] ?? kind

const filled = (words: Words): Words =>
  Object.fromEntries(Object.entries(words).filter(([, value]) => value.trim() !== ''))
