import { useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Field,
  Icon,
  Segmented,
  SelectField,
  TextField,
  t,
  useCommand,
} from '#web'
import { CopyField } from './copy-field.tsx'
import { RightsPicker } from './rights-picker.tsx'

const DAY_MS = 86_400_000
const LIVES = ['7', '30', '90', '365', '']

/** The token itself is shown once, right here. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [some, setSome] = useState<'some' | 'all'>('some')
  const [scopes, setScopes] = useState<string[]>([])
  const [days, setDays] = useState('90')
  const create = useCommand<{ token: string }>('identity.token.create', {
    refresh: ['identity.token'],
  })
  const ready = name.trim() !== '' && (some === 'all' || scopes.length > 0)
  if (create.data) return <Made token={create.data.token} onClose={onClose} />
  const lifeTitle = (value: string) =>
    value === ''
      ? t('It never expires')
      : value === '365'
        ? t('One year')
        : t('{n} days', { n: Number(value) })
  return (
    <Dialog title={t('New token')} onClose={onClose} wide>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready)
            create.mutate({
              name: name.trim(),
              scopes: some === 'all' ? ['*'] : scopes,
              ...(days
                ? { expires_at: new Date(Date.now() + Number(days) * DAY_MS).toISOString() }
                : {}),
            })
        }}
      >
        <TextField
          label={t('Name')}
          required
          help={t('What will use it, for example “Nightly report”.')}
          value={name}
          onChange={setName}
          maxLength={100}
          autoFocus
        />
        <SelectField
          label={t('Valid for')}
          value={days}
          onChange={setDays}
          options={LIVES.map((value) => ({ value, label: lifeTitle(value) }))}
        />
        <Field label={t('Rights')} required>
          {() => (
            <div className="stack">
              <Segmented
                label={t('Rights')}
                value={some}
                onChange={setSome}
                options={[
                  { value: 'some', label: t('Chosen rights') },
                  { value: 'all', label: t('All that I may') },
                ]}
              />
              {some === 'some' ? (
                <RightsPicker value={scopes} onChange={setScopes} range="self" />
              ) : (
                <p className="muted">
                  {t('Now and later. Give it only to what you trust as much as yourself.')}
                </p>
              )}
            </div>
          )}
        </Field>
        <ErrorLine problem={create.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            submit
            tone="primary"
            busy={create.isPending}
            disabled={!ready || create.isPending}
          >
            {t('Make the token')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Made({ token, onClose }: { token: string; onClose: () => void }) {
  return (
    <Dialog title={t('Your new token')} onClose={onClose}>
      <div className="stack">
        <p className="note">
          <Icon name="warning" size={18} />
          {t('Copy it now: it is not shown again.')}
        </p>
        <CopyField label={t('Token')} value={token} />
        <CopyField
          label={t('Try it')}
          value={`curl -H 'Authorization: Bearer ${token}' ${location.origin}/api/identity.me.get`}
        />
        <div className="form-foot">
          <Button tone="primary" onClick={onClose}>
            {t('I have copied it')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
