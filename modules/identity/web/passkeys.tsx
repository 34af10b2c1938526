import { useState } from 'react'
import {
  Button,
  ConfirmDialog,
  Dialog,
  ErrorLine,
  Icon,
  TextField,
  Time,
  call,
  refreshActions,
  t,
  told,
  useAction,
  useCatalog,
  type Problem,
  type Row,
} from '#web'
import { PasswordForm } from './password-form.tsx'

interface Passkey extends Row {
  name: string
  last_used_at?: string
}

/** Signing in with a fingerprint, a face or a key instead of a password. */
export function Passkeys() {
  const { can } = useCatalog()
  const { data, problem } = useAction<{ items: Passkey[] }>('identity.passkey.list')
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<Passkey>()
  const items = data?.items ?? []
  return (
    <section className="section" aria-label={t('Passkeys')}>
      <div className="row">
        <h2 className="grow">{t('Passkeys')}</h2>
        {can('identity.passkey.start') && (
          <Button small icon="plus" onClick={() => setAdding(true)}>
            {t('Add a passkey')}
          </Button>
        )}
      </div>
      <ErrorLine problem={problem} />
      {items.length === 0 ? (
        <p className="panel muted">
          {t(
            'A passkey opens your account with a fingerprint, a face or a key. Nobody can guess it or trick you out of it.',
          )}
        </p>
      ) : (
        <ul className="panel rows">
          {items.map((one) => (
            <li key={one.id}>
              <Icon name="key" />
              <span className="person-words grow">
                <span className="name">{one.name}</span>
                <small>
                  {t('Added')} <Time at={String(one.created_at)} /> ·{' '}
                  {one.last_used_at ? (
                    <>
                      {t('last used')} <Time at={one.last_used_at} />
                    </>
                  ) : (
                    t('never used')
                  )}
                </small>
              </span>
              <Button small onClick={() => setEnding(one)}>
                {t('Delete')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {adding && <AddPasskey onClose={() => setAdding(false)} />}
      {ending && (
        <ConfirmDialog
          title={t('Delete {name}', { name: ending.name })}
          text={t('It opens nothing from now on. Your password stays.')}
          verb={t('Delete')}
          action="identity.passkey.delete"
          input={{ passkey: ending.id }}
          onClose={() => setEnding(undefined)}
        />
      )}
    </section>
  )
}

const refusedByBrowser = (): Problem => ({
  code: 'invalid',
  status: 0,
  id: '',
  detail: t('The browser made no passkey.'),
  fix: t('You may have cancelled, or this device has none yet. Try again, or use another device.'),
})

function AddPasskey({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState(() => deviceName())
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const add = async (password: string) => {
    setBusy(true)
    setProblem(undefined)
    const wrong = await makePasskey(password, name.trim() || deviceName())
    setBusy(false)
    if (wrong) return setProblem(wrong)
    refreshActions(['identity.passkey'])
    told(t('The passkey is added.'))
    onClose()
  }
  return (
    <Dialog title={t('Add a passkey')} onClose={onClose}>
      <PasswordForm
        text={t('After your password the browser asks for a fingerprint, a face or a key.')}
        verb={t('Continue')}
        command={{ isPending: busy, problem, mutate: ({ password }) => void add(String(password)) }}
        onClose={onClose}
      >
        <TextField label={t('Name')} value={name} onChange={setName} maxLength={100} />
      </PasswordForm>
    </Dialog>
  )
}

async function makePasskey(password: string, name: string): Promise<Problem | undefined> {
  const started = await call<{ handle: string; options: unknown }>('identity.passkey.start', {
    password,
  })
  if (!started.ok) return started.problem
  const { startRegistration } = await import('@simplewebauthn/browser')
  const { handle, options } = started.value
  const response = await startRegistration({
    optionsJSON: options as Parameters<typeof startRegistration>[0]['optionsJSON'],
  }).catch(() => undefined)
  if (!response) return refusedByBrowser()
  const made = await call('identity.passkey.create', { handle, response, name })
  return made.ok ? undefined : made.problem
}

function deviceName(): string {
  const system = /iPhone|iPad|Android|Mac|Windows|Linux/.exec(navigator.userAgent)?.[0]
  return system ? t('My {system}', { system }) : t('My device')
}
