import { useState } from 'react'
import {
  Button,
  ErrorLine,
  Icon,
  Link,
  TextField,
  call,
  copy,
  language,
  t,
  told,
  useSearch,
  type Problem,
} from '#web'
import { EntryCard, type EntryProps } from './entry-card.tsx'
import { NewPassword, SHORTEST, secretOf } from './forgot-page.tsx'

interface Founded {
  sample_password?: string
}

/** The first page of a new server: one's own company, or a sample to look around in. */
export function SetUpPage({ manifest, onEntered }: EntryProps) {
  const code = secretOf(useSearch(), 'code')
  const [sample, setSample] = useState<boolean>()
  const [founded, setFounded] = useState<Founded>()
  if (founded?.sample_password)
    return <SamplePassword password={founded.sample_password} onGo={() => onEntered('/map')} />
  if (manifest.setup === false) {
    return (
      <EntryCard title={t('This server is set up already')}>
        <Link className="button primary" to="/sign-in">
          {t('Sign in')}
        </Link>
      </EntryCard>
    )
  }
  if (!code) {
    return (
      <EntryCard
        title={t('One more step')}
        text={t(
          'This server waits for its first company. Open the set-up link that it printed when it started.',
        )}
      >
        <p className="muted">{t('A restart prints it again. Or on the server’s machine:')}</p>
        <pre className="panel">
          ./tenon setup --company NAME --admin E-MAIL --password-file FILE
        </pre>
      </EntryCard>
    )
  }
  if (sample === undefined) return <Choice onChoose={setSample} />
  return (
    <Founding
      code={code}
      sample={sample}
      onBack={() => setSample(undefined)}
      onFounded={(answer) => (answer.sample_password ? setFounded(answer) : onEntered('/'))}
    />
  )
}

function Choice({ onChoose }: { onChoose: (sample: boolean) => void }) {
  const choices = [
    {
      sample: false,
      icon: 'department',
      title: t('Set up my company'),
      text: t('Start empty: import your people or invite them, then begin to work.'),
    },
    {
      sample: true,
      icon: 'people',
      title: t('Look around in a sample'),
      text: t('A bicycle maker of about 30 people, with groups, cards and approvals to try.'),
    },
  ]
  return (
    <EntryCard
      wide
      title={t('Welcome to Tenon')}
      text={t('Module, interface, connection: the software of a company, joined without a nail.')}
    >
      <div className="choice">
        {choices.map((one) => (
          <button
            key={one.icon}
            type="button"
            className="tile"
            onClick={() => onChoose(one.sample)}
          >
            <Icon name={one.icon} size={28} />
            <strong>{one.title}</strong>
            <span className="muted">{one.text}</span>
          </button>
        ))}
      </div>
    </EntryCard>
  )
}

const CHINESE_SAMPLE = '远山自行车'

function Founding({
  code,
  sample,
  onBack,
  onFounded,
}: {
  code: string
  sample: boolean
  onBack: () => void
  onFounded: (answer: Founded) => void
}) {
  const [company, setCompany] = useState(sample ? CHINESE_SAMPLE : '')
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const wrong = (field: string) => problem?.fields?.find((one) => one.path === `/${field}`)?.message
  const error = (field: string) => (wrong(field) ? { error: t(wrong(field)!) } : {})
  const ready =
    company.trim() !== '' &&
    name.trim() !== '' &&
    email.trim() !== '' &&
    password.length >= SHORTEST
  const submit = async () => {
    setBusy(true)
    setProblem(undefined)
    const input = {
      code,
      company: company.trim(),
      name: name.trim(),
      email: email.trim(),
      password,
      locale: language.get() === 'zh' ? 'zh-CN' : 'en',
      ...(sample ? { sample } : {}),
    }
    const answer = await call<Founded>('identity.setup.create', input)
    setBusy(false)
    if (answer.ok) onFounded(answer.value)
    else setProblem(answer.problem)
  }
  return (
    <EntryCard
      title={sample ? t('Look around in a sample') : t('Set up my company')}
      text={t('You become its administrator.')}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) void submit()
        }}
      >
        {!sample && (
          <TextField
            label={t('Company')}
            autoFocus
            required
            autoComplete="organization"
            value={company}
            onChange={setCompany}
            {...error('company')}
          />
        )}
        <TextField
          label={t('Your name')}
          autoFocus={sample}
          required
          autoComplete="name"
          value={name}
          onChange={setName}
          {...error('name')}
        />
        <TextField
          label={t('E-mail')}
          type="email"
          required
          autoComplete="username"
          value={email}
          onChange={setEmail}
          help={t('You sign in with it.')}
          {...error('email')}
        />
        <NewPassword value={password} onChange={setPassword} problem={problem} />
        <ErrorLine problem={problem} />
        <Button submit tone="primary" busy={busy} disabled={busy || !ready}>
          {sample ? t('Open the sample') : t('Create the company')}
        </Button>
        <Button tone="quiet" onClick={onBack}>
          {t('Back')}
        </Button>
      </form>
    </EntryCard>
  )
}

function SamplePassword({ password, onGo }: { password: string; onGo: () => void }) {
  return (
    <EntryCard
      title={t('The sample is ready')}
      text={t(
        'You can also sign in as anybody of the sample, with the e-mail on the person’s card and this password. It is shown only now.',
      )}
    >
      <div className="panel row">
        <code className="grow">{password}</code>
        <Button small icon="copy" onClick={() => void copy(password).then(() => told(t('Copied')))}>
          {t('Copy')}
        </Button>
      </div>
      <Button tone="primary" className="wide" onClick={onGo}>
        {t('Go in')}
      </Button>
    </EntryCard>
  )
}
