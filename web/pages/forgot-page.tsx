import { useState } from 'react'
import { Button, ErrorLine, Link, TextField, call, t, useSearch, type Problem } from '#web'
import { EntryCard, type EntryProps } from './entry-card.tsx'

export function ForgotPage() {
  const [login, setLogin] = useState('')
  const [sent, setSent] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const submit = async () => {
    setBusy(true)
    const answer = await call('identity.password.forget', { login: login.trim() })
    setBusy(false)
    if (answer.ok) setSent(true)
    else setProblem(answer.problem)
  }
  if (sent) {
    return (
      <EntryCard
        title={t('Look into your mail')}
        text={t(
          'If {login} has an account here, a link to set a new password is on its way. It works for an hour.',
          { login },
        )}
      >
        <Link className="button" to="/sign-in">
          {t('Back to sign-in')}
        </Link>
      </EntryCard>
    )
  }
  return (
    <EntryCard title={t('Forgot the password?')} text={t('We send you a link to set a new one.')}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <TextField
          label={t('E-mail')}
          type="email"
          autoFocus
          autoComplete="username"
          required
          value={login}
          onChange={setLogin}
        />
        <ErrorLine problem={problem} />
        <Button submit tone="primary" busy={busy} disabled={busy || login.trim() === ''}>
          {t('Send the link')}
        </Button>
        <Link to="/sign-in">{t('Back to sign-in')}</Link>
      </form>
    </EntryCard>
  )
}

/** The secret of a link stands behind `#`, so that no server log holds it; a query is read too. */
export const secretOf = (search: URLSearchParams, ...names: string[]) =>
  decodeURIComponent(location.hash.slice(1)) ||
  names.map((name) => search.get(name)).find(Boolean) ||
  ''

export function ResetPage({ onEntered }: EntryProps) {
  const secret = secretOf(useSearch(), 'token', 'secret', 'code')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const [done, setDone] = useState(false)
  const [busy, setBusy] = useState(false)
  const submit = async () => {
    setBusy(true)
    const answer = await call('identity.password.reset', { token: secret, password })
    setBusy(false)
    if (answer.ok) setDone(true)
    else setProblem(answer.problem)
  }
  if (done) {
    return (
      <EntryCard
        title={t('The new password is set')}
        text={t('Everywhere you were signed in has been signed out.')}
      >
        <Button tone="primary" onClick={() => onEntered('/sign-in')}>
          {t('Sign in')}
        </Button>
      </EntryCard>
    )
  }
  return (
    <EntryCard title={t('Set a new password')}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <NewPassword value={password} onChange={setPassword} problem={problem} />
        <ErrorLine problem={problem} />
        <Button submit tone="primary" busy={busy} disabled={busy || password.length < SHORTEST}>
          {t('Set the password')}
        </Button>
      </form>
    </EntryCard>
  )
}

/** The server asks for as much. */
export const SHORTEST = 8

export function NewPassword({
  value,
  onChange,
  problem,
}: {
  value: string
  onChange: (value: string) => void
  problem?: Problem | undefined
}) {
  const [left, setLeft] = useState(false)
  const refused = problem?.fields?.find((field) => field.path.includes('password'))?.message
  const short =
    left && value.length > 0 && value.length < SHORTEST
      ? t('At least {n} characters.', { n: SHORTEST })
      : undefined
  return (
    <TextField
      label={t('Password')}
      type="password"
      autoComplete="new-password"
      required
      help={t('At least 8 characters. A few words are better than a riddle.')}
      error={short ?? (refused ? t(refused) : undefined)}
      value={value}
      onChange={onChange}
      onBlur={() => setLeft(true)}
    />
  )
}
