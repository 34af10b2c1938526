import './calendar.css'
import { useState } from 'react'
import {
  Button,
  ErrorLine,
  Icon,
  Loading,
  TextField,
  addWords,
  locale,
  t,
  useAction,
  useCommand,
} from '#web'
import type { Answer } from './types.ts'
import zh from './zh.json'

addWords(zh)

interface Shown {
  title: string
  starts_at: string
  ends_at: string
  all_day: boolean
  zone: string
  repeats: boolean
  place?: string
  meeting_link?: string
  organiser: string
  organisation: string
  name: string
  response: Answer | 'none'
  comment?: string
}

/** An invitation as somebody outside answers it; the secret stands behind `#`, which no log holds. */
export function Open() {
  const token = location.hash.slice(1)
  const { data, problem } = useAction<Shown>('calendar.reply.show', { token })
  if (problem)
    return (
      <div className="entry-card">
        <h1>{t('This invitation does not work')}</h1>
        <ErrorLine problem={problem} />
      </div>
    )
  return (
    <div className="entry-card">
      {data ? <Reply token={token} shown={data} /> : <Loading rows={4} />}
    </div>
  )
}

function Reply({ token, shown }: { token: string; shown: Shown }) {
  const [comment, setComment] = useState(shown.comment ?? '')
  const give = useCommand('calendar.reply.give', { refresh: ['calendar.reply'] })
  const answers: [Answer, string, string][] = [
    ['accepted', t('Accept'), 'check'],
    ['tentative', t('Perhaps'), 'info'],
    ['declined', t('Decline'), 'close'],
  ]
  const said = {
    accepted: t('You said that you come.'),
    declined: t('You said that you do not come.'),
    tentative: t('You said that you may come.'),
    none: '',
  }[shown.response]
  return (
    <div className="stack">
      <header>
        <h1>{shown.title}</h1>
        <p className="muted">
          {t('{name} of {organisation} invites you.', {
            name: shown.organiser,
            organisation: shown.organisation,
          })}
        </p>
      </header>
      <p>
        <Icon name="calendar" size={16} /> {whenIn(shown)}
        {shown.repeats && ` · ${t('Repeats')}`}
      </p>
      {shown.place && <p>{shown.place}</p>}
      {shown.meeting_link && (
        <a href={shown.meeting_link} target="_blank" rel="noreferrer">
          {t('Join the meeting')}
        </a>
      )}
      {said && <p role="status">{said}</p>}
      <TextField label={t('Comment')} maxLength={500} value={comment} onChange={setComment} />
      <ErrorLine problem={give.problem} />
      <div className="answers" role="group" aria-label={t('My answer')}>
        {answers.map(([response, words, icon]) => (
          <Button
            key={response}
            icon={icon}
            tone={response === 'accepted' && shown.response === 'none' ? 'primary' : 'plain'}
            aria-pressed={shown.response === response}
            busy={give.isPending}
            onClick={() =>
              give.mutate({
                token,
                response,
                ...(comment.trim() ? { comment: comment.trim() } : {}),
              })
            }
          >
            {words}
          </Button>
        ))}
      </div>
    </div>
  )
}

/** On the clock of the reader, with its zone named: he may be anywhere. */
function whenIn({ starts_at, ends_at, all_day, zone }: Shown): string {
  const day = { weekday: 'short', year: 'numeric', month: 'long', day: 'numeric' } as const
  if (all_day)
    return new Intl.DateTimeFormat(locale(), { ...day, timeZone: zone }).formatRange(
      new Date(starts_at),
      new Date(Date.parse(ends_at) - 1),
    )
  const time = {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  } as const
  return new Intl.DateTimeFormat(locale(), { ...day, ...time }).formatRange(
    new Date(starts_at),
    new Date(ends_at),
  )
}
