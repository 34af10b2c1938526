import { useState } from 'react'
import { Button, ErrorLine, Link, TextField, call, t, useSearch, type Problem } from '#web'
import { EntryCard, type EntryProps } from './entry-card.tsx'

interface SessionAnswer {
  next?: 'done' | 'totp'
  challenge?: string
}

export function SignInPage({ manifest, onEntered }: EntryProps) {
  const [challenge, setChallenge] = useState<string>()
  const search = useSearch()
  const to = safePath(search.get('to'))
  const done = (answer: SessionAnswer) =>
    answer.next === 'totp' ? setChallenge(answer.challenge) : onEntered(to)
  if (challenge !== undefined)
    return (
      <SecondFactor
        challenge={challenge}
        onDone={() => onEntered(to)}
        onBack={() => setChallenge(undefined)}
      />
    )
  return (
    <EntryCard
      title={t('Sign in')}
      {...(manifest.org?.kind === 'company' ? { text: manifest.org.name } : {})}
    >
      <PasswordForm onDone={done} />
      {manifestCan(manifest, 'identity.passkey.challenge') &&
        typeof PublicKeyCredential !== 'undefined' && (
          <PasskeyButton onDone={() => onEntered(to)} />
        )}
      <p className="muted">
        {t('Have a join code?')} <Link to="/join">{t('Join your organisation')}</Link>
      </p>
    </EntryCard>
  )
}

const manifestCan = (manifest: EntryProps['manifest'], action: string) =>
  manifest.modules?.some((module) => module.actions?.some(({ id }) => id === action)) ?? false

/** Only a path of ours may follow a sign-in. */
const safePath = (to: string | null) => (to && /^\/(?!\/)/.test(to) ? to : '/')

function PasswordForm({ onDone }: { onDone: (answer: SessionAnswer) => void }) {
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [organisation, setOrganisation] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  /** A staff number says nothing of where: then, and only then, the organisation is asked. */
  const staffNumber =
    login.trim() !== '' && !login.includes('@') && !/^\+?\d{7,}$/.test(login.trim())
  const submit = async () => {
    setBusy(true)
    setProblem(undefined)
    const input = {
      login: login.trim(),
      password,
      ...(staffNumber && organisation.trim() ? { organisation: organisation.trim() } : {}),
    }
    const answer = await call<SessionAnswer>('identity.session.create', input)
    setBusy(false)
    if (answer.ok) onDone(answer.value)
    else setProblem(answer.problem)
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <TextField
        label={t('E-mail, mobile or staff number')}
        name="login"
        autoComplete="username webauthn"
        autoCapitalize="none"
        autoFocus
        required
        value={login}
        onChange={setLogin}
      />
      {staffNumber && (
        <TextField
          label={t('Organisation')}
          help={t('Its short name or id; a staff number needs it.')}
          value={organisation}
          onChange={setOrganisation}
        />
      )}
      <div>
        <TextField
          label={t('Password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={setPassword}
        />
        <p style={{ marginTop: 6 }}>
          <Link to="/forgot">{t('Forgot the password?')}</Link>
        </p>
      </div>
      <ErrorLine problem={problem} />
      <Button
        submit
        tone="primary"
        busy={busy}
        disabled={busy || login.trim() === '' || password === ''}
      >
        {t('Sign in')}
      </Button>
    </form>
  )
}

function SecondFactor({
  challenge,
  onDone,
  onBack,
}: {
  challenge: string
  onDone: () => void
  onBack: () => void
}) {
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const submit = async () => {
    setBusy(true)
    const answer = await call('identity.session.confirm', {
      challenge,
      code: code.replace(/\s/g, ''),
    })
    setBusy(false)
    if (answer.ok) onDone()
    else setProblem(answer.problem)
  }
  return (
    <EntryCard
      title={t('Second step')}
      text={t('Write the six digits that your authenticator shows, or one of your recovery codes.')}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <TextField
          label={t('Code')}
          autoFocus
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onChange={setCode}
        />
        <ErrorLine problem={problem} />
        <Button submit tone="primary" busy={busy} disabled={busy || code.trim() === ''}>
          {t('Sign in')}
        </Button>
        <Button tone="quiet" onClick={onBack}>
          {t('Back')}
        </Button>
      </form>
    </EntryCard>
  )
}

function PasskeyButton({ onDone }: { onDone: () => void }) {
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const start = async () => {
    setBusy(true)
    setProblem(undefined)
    const { signInWithPasskey } = await import('./passkey.ts')
    const answer = await signInWithPasskey()
    setBusy(false)
    if (answer?.ok) onDone()
    else if (answer) setProblem(answer.problem)
  }
  return (
    <>
      <div className="divider">{t('or')}</div>
      <Button icon="key" className="wide" busy={busy} onClick={() => void start()}>
        {t('Use a passkey')}
      </Button>
      <ErrorLine problem={problem} />
    </>
  )
}
