import { useState } from 'react'
import {
  Button,
  Empty,
  ErrorLine,
  Link,
  Loading,
  TextField,
  call,
  go,
  language,
  restOf,
  t,
  useAction,
  usePath,
  useSearch,
  type Problem,
} from '#web'
import { EntryCard, type EntryProps } from './entry-card.tsx'
import { NewPassword, SHORTEST, secretOf } from './forgot-page.tsx'

interface Shown {
  organisation: { name: string; kind: string }
  email?: string
  invited_by?: string
  approval: boolean
  signed_in: boolean
}

/** By a link (`/join#<token>`) or by a code that somebody read aloud. */
export function InvitationPage(props: EntryProps) {
  const search = useSearch()
  const [code] = restOf(usePath(), '/join')
  const secret = secretOf(search, 'token', 'code') || code || ''
  return secret ? <Invitation key={secret} invitation={secret} {...props} /> : <JoinCode />
}

function JoinCode() {
  const [code, setCode] = useState('')
  return (
    <EntryCard
      title={t('Join your organisation')}
      text={t('Write the join code that a colleague gave you.')}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          go(`/join/${encodeURIComponent(code.trim().toUpperCase())}`)
        }}
      >
        <TextField
          label={t('Join code')}
          autoFocus
          autoCapitalize="characters"
          placeholder="ABCDE-23456"
          value={code}
          onChange={setCode}
        />
        <Button submit tone="primary" disabled={code.trim().length < 10}>
          {t('Continue')}
        </Button>
        <Link to="/sign-in">{t('Back to sign-in')}</Link>
      </form>
    </EntryCard>
  )
}

function Invitation({ invitation, onEntered }: EntryProps & { invitation: string }) {
  const { data, problem } = useAction<Shown>('identity.invitation.show', { invitation })
  const [waiting, setWaiting] = useState(false)
  if (problem) {
    return (
      <EntryCard title={t('This invitation does not work')}>
        <ErrorLine problem={problem} />
        <Link className="button" to="/sign-in">
          {t('Back to sign-in')}
        </Link>
      </EntryCard>
    )
  }
  if (!data)
    return (
      <div className="entry-card">
        <Loading rows={4} />
      </div>
    )
  if (waiting)
    return (
      <Empty icon="history" title={t('Waiting for a yes')}>
        {t('{name} lets you in as soon as somebody there agrees. You can sign in then.', {
          name: data.organisation.name,
        })}
      </Empty>
    )
  const text = data.invited_by
    ? t('{by} invites you.', { by: data.invited_by })
    : data.approval
      ? t('Somebody there has to agree.')
      : undefined
  return (
    <EntryCard
      title={t('Join {name}', { name: data.organisation.name })}
      {...(text ? { text } : {})}
    >
      <JoinForm
        invitation={invitation}
        shown={data}
        onJoined={(status) => (status === 'joined' ? onEntered('/') : setWaiting(true))}
      />
    </EntryCard>
  )
}

function JoinForm({
  invitation,
  shown,
  onJoined,
}: {
  invitation: string
  shown: Shown
  onJoined: (status: string) => void
}) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState(shown.email ?? '')
  const [mobile, setMobile] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const ready =
    shown.signed_in ||
    (name.trim() !== '' &&
      (email.trim() !== '' || mobile.trim() !== '') &&
      password.length >= SHORTEST)
  const submit = async () => {
    setBusy(true)
    setProblem(undefined)
    const details = shown.signed_in
      ? {}
      : {
          name: name.trim(),
          password,
          locale: language.get() === 'zh' ? 'zh-CN' : 'en',
          ...(email.trim() && !shown.email ? { email: email.trim() } : {}),
          ...(mobile.trim() ? { mobile: mobile.trim() } : {}),
        }
    const answer = await call<{ status: string }>('identity.invitation.accept', {
      invitation,
      ...details,
    })
    setBusy(false)
    if (answer.ok) onJoined(answer.value.status)
    else setProblem(answer.problem)
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) void submit()
      }}
    >
      {!shown.signed_in && (
        <>
          <TextField
            label={t('Your name')}
            autoFocus
            required
            autoComplete="name"
            value={name}
            onChange={setName}
          />
          <TextField
            label={t('E-mail')}
            type="email"
            autoComplete="username"
            value={email}
            disabled={shown.email !== undefined}
            onChange={setEmail}
          />
          {!shown.email && (
            <TextField
              label={t('Mobile')}
              type="tel"
              autoComplete="tel"
              value={mobile}
              onChange={setMobile}
              help={t('E-mail or mobile: one is enough.')}
            />
          )}
          <NewPassword value={password} onChange={setPassword} problem={problem} />
        </>
      )}
      <ErrorLine problem={problem} />
      <Button submit tone="primary" busy={busy} disabled={busy || !ready}>
        {t('Join')}
      </Button>
      {!shown.signed_in && (
        <p className="muted">
          {t('Have an account already?')}{' '}
          <Link to={`/sign-in?to=${encodeURIComponent(`/join/${invitation}`)}`}>
            {t('Sign in first')}
          </Link>
        </p>
      )}
    </form>
  )
}
