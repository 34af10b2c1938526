import './oidc.css'
import { useEffect, useState } from 'react'
import {
  Button,
  ErrorLine,
  Icon,
  Link,
  Loading,
  addWords,
  go,
  language,
  t,
  type OpenPageProps,
  type Problem,
} from '#web'
import { ask } from './ask.ts'
import { SignOutPage } from './sign-out.tsx'
import zh from './zh.json'

addWords(zh)

interface Person {
  organisation: string
  name: string
  person: string
  person_name: string
}
interface Asked {
  client: { name: string; host: string }
  need: 'sign-in' | 'stranger' | 'choose' | 'consent' | 'nothing'
  again?: boolean
  persons?: Person[]
  person?: Person
  words?: { scope: string; en: string; zh: string }[]
  may_allow?: boolean
  may_allow_everyone?: boolean
}

/** Between an app and its answer: who, and whether. `/open/oidc/<question>` */
export function Open({ rest: [uid = ''] }: OpenPageProps) {
  return uid === 'sign-out' ? <SignOutPage /> : <Question key={uid} uid={uid} />
}

function Question({ uid }: { uid: string }) {
  const path = `/oidc/interaction/${encodeURIComponent(uid)}`
  const [asked, setAsked] = useState<Asked>()
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState<string>()

  const answer = async (name: string, said: object) => {
    setBusy(name)
    setProblem(undefined)
    const result = await ask<{ to: string }>(path, said)
    if (result.ok) return location.assign(result.value.to)
    setBusy(undefined)
    setProblem(result.problem)
  }
  useEffect(() => {
    void ask<Asked>(path).then((result) => {
      if (!result.ok) return setProblem(result.problem)
      if (result.value.need === 'nothing') return void answer('go-on', { do: 'go-on' })
      setAsked(result.value)
    })
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once for each question
  }, [path])

  if (problem && !asked)
    return (
      <div className="entry-card">
        <h1>{t('This sign-in cannot go on')}</h1>
        <ErrorLine problem={problem} />
      </div>
    )
  if (!asked)
    return (
      <div className="entry-card">
        <Loading rows={4} />
      </div>
    )
  const parts: Parts = { asked, busy, answer, to: `/sign-in?to=/open/oidc/${uid}` }
  return (
    <div className="entry-card">
      <header>
        <span className="app-mark" aria-hidden>
          {[...asked.client.name][0]}
        </span>
        <h1>{t('Sign in to {name}', { name: asked.client.name })}</h1>
        {asked.client.host && <p className="muted">{asked.client.host}</p>}
      </header>
      {asked.need === 'sign-in' && <SignInFirst {...parts} />}
      {asked.need === 'stranger' && <Stranger {...parts} />}
      {asked.need === 'choose' && <Choose {...parts} />}
      {asked.need === 'consent' && <Consent {...parts} />}
      <ErrorLine problem={problem} />
      <Button
        tone="quiet"
        disabled={busy !== undefined}
        onClick={() => void answer('no', { do: 'refuse' })}
      >
        {asked.need === 'consent' ? t('Do not allow') : t('Back to the app')}
      </Button>
    </div>
  )
}

interface Parts {
  asked: Asked
  busy: string | undefined
  answer(name: string, said: object): Promise<void>
  /** Our own sign-in, which comes back here. */
  to: string
}

function SignInFirst({ asked, to }: Parts) {
  return (
    <>
      <p>
        {asked.again
          ? t('The app asks you to prove once more who you are.')
          : t('You sign in with your account here; the app never sees your password.')}
      </p>
      <Button tone="primary" onClick={() => go(to)}>
        {asked.again ? t('Sign in again') : t('Sign in')}
      </Button>
    </>
  )
}

function Stranger({ to }: Parts) {
  return (
    <>
      <p>{t('This app is for another organisation than yours.')}</p>
      <Link className="button" to={to}>
        {t('Use another account')}
      </Link>
    </>
  )
}

function Choose({ asked, busy, answer, to }: Parts) {
  return (
    <>
      <p id="choose">{t('As whom do you want to sign in?')}</p>
      <ul className="panel rows" aria-labelledby="choose">
        {asked.persons?.map((each) => (
          <li key={each.person}>
            <button
              type="button"
              className="row-link bare"
              disabled={busy !== undefined}
              onClick={() => void answer(each.person, { do: 'choose', person: each.person })}
            >
              <Icon name="building" />
              <span className="person-words grow">
                <span className="name">{each.name}</span>
                <small>{each.person_name}</small>
              </span>
              <Icon name="right" size={16} />
            </button>
          </li>
        ))}
      </ul>
      <Link to={to}>{t('Use another account')}</Link>
    </>
  )
}

function Consent({ asked, busy, answer }: Parts) {
  const { person, words = [], may_allow: mine, may_allow_everyone: all } = asked
  const zh = language.get() === 'zh'
  const { name } = asked.client
  return (
    <>
      {person && (
        <p className="asked-as">
          <Icon name="user" size={16} />
          <span>
            {person.person_name} · {person.name}
          </span>
        </p>
      )}
      <section aria-labelledby="asks">
        <h2 id="asks">{t('{name} will be able to', { name })}</h2>
        <ul className="asked-words">
          {words.map((word) => (
            <li key={word.scope}>
              <Icon name="check" size={16} />
              <span>{zh ? word.zh : word.en}</span>
            </li>
          ))}
        </ul>
        <p className="muted">
          {t(
            'Never more than you may yourself. You can take it back under “Apps you signed in to”.',
          )}
        </p>
      </section>
      {mine ? (
        <div className="stack">
          <Button
            tone="primary"
            className="wide"
            busy={busy === 'me'}
            disabled={busy !== undefined}
            onClick={() => void answer('me', { do: 'allow' })}
          >
            {t('Allow')}
          </Button>
          {all && person && (
            <Button
              className="wide"
              busy={busy === 'all'}
              disabled={busy !== undefined}
              onClick={() => void answer('all', { do: 'allow', everyone: true })}
            >
              {t('Allow for everybody of {org}', { org: person.name })}
            </Button>
          )}
        </div>
      ) : (
        <p className="oidc-note">
          <Icon name="info" size={18} />
          {t(
            'In your organisation only an administrator allows apps. Ask one to sign in to it once.',
          )}
        </p>
      )}
    </>
  )
}
