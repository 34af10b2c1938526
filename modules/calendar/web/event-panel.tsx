import { useState } from 'react'
import {
  Button,
  ConfirmDialog,
  Empty,
  ErrorLine,
  ErrorState,
  Icon,
  Loading,
  Menu,
  PersonName,
  SidePanel,
  Tag,
  TextField,
  locale,
  refreshActions,
  t,
  useAction,
  useCatalog,
  useCommand,
  type MenuItem,
} from '#web'
import { clockOf, dayOf, myZone, spoken } from './days.ts'
import { draftOf, type Draft } from './draft.ts'
import { PartDialog } from './part-dialog.tsx'
import { ruleWords } from './repeat.ts'
import type { Answer, Attendee, EventView, Part } from './types.ts'

interface Props {
  id: string
  at: string | undefined
  onClose: () => void
  onEdit: (draft: Draft) => void
}

/** One event: when, where, who comes; and one's answer. */
export function EventPanel(props: Props) {
  const { data, problem, refetch } = useAction<EventView>('calendar.event.get', {
    event: props.id,
    ...(props.at ? { at: props.at } : {}),
  })
  return (
    <SidePanel
      title={data?.title ?? t('Event')}
      onClose={props.onClose}
      foot={data && data.status !== 'cancelled' && <Foot event={data} {...props} />}
    >
      {problem?.code === 'notFound' ? (
        <Empty icon="search" title={t('This event is not there')}>
          {t('It was deleted, or it is not yours to see.')}
        </Empty>
      ) : problem ? (
        <ErrorState problem={problem} onRetry={() => void refetch()} />
      ) : data ? (
        <Facts event={data} at={props.at} />
      ) : (
        <Loading rows={7} />
      )}
    </SidePanel>
  )
}

function Facts({ event, at }: { event: EventView; at: string | undefined }) {
  const rooms = event.attendees.filter(({ kind }) => kind === 'room')
  const people = event.attendees
    .filter(({ kind }) => kind !== 'room')
    .toSorted(
      (a, b) =>
        Number(b.person === event.organiser) - Number(a.person === event.organiser) ||
        a.name.localeCompare(b.name, locale()),
    )
  return (
    <div className="stack event-facts">
      {event.status === 'cancelled' && <Tag text={t('Cancelled')} tone="rejected" />}
      <Line icon="calendar">
        {whenWords(event, at)}
        {event.zone !== myZone() && !event.all_day && (
          <small className="muted">{t('Planned in {zone}', { zone: event.zone })}</small>
        )}
        {event.rule && (
          <small className="muted">{ruleWords(event.rule, dayOf(new Date(event.starts_at)))}</small>
        )}
      </Line>
      {(event.place || rooms.length > 0) && (
        <Line icon="department">
          {[...rooms.map(({ name }) => name), event.place].filter(Boolean).join(' · ')}
        </Line>
      )}
      {event.meeting_link && (
        <Line icon="link">
          <a href={event.meeting_link} target="_blank" rel="noreferrer">
            {t('Join the meeting')}
          </a>
        </Line>
      )}
      {event.visibility === 'private' && (
        <Line icon="lock">{t('Others see only that you are busy.')}</Line>
      )}
      {event.description && <p className="card-text">{event.description}</p>}
      <section aria-label={t('Who comes')}>
        <h3>
          {t('Who comes')} <span className="muted">{answersIn(people)}</span>
        </h3>
        <ul className="attendees">
          {people.map((one) => (
            <Guest key={one.id} one={one} organiser={event.organiser} />
          ))}
        </ul>
      </section>
    </div>
  )
}

const Line = ({ icon, children }: { icon: string; children: React.ReactNode }) => (
  <div className="event-line">
    <Icon name={icon} size={18} />
    <div>{children}</div>
  </div>
)

function whenWords(event: EventView, at: string | undefined): string {
  if (event.all_day && event.first_day && event.last_day && !event.rule)
    return event.first_day === event.last_day
      ? spoken(event.first_day)
      : `${spoken(event.first_day)} – ${spoken(event.last_day)}`
  const start = new Date(at ?? event.starts_at)
  const end = new Date(start.getTime() + Date.parse(event.ends_at) - Date.parse(event.starts_at))
  if (event.all_day) return spoken(dayOf(start))
  const until =
    dayOf(start) === dayOf(end)
      ? clockOf(end.getTime())
      : `${spoken(dayOf(end))} ${clockOf(end.getTime())}`
  return `${spoken(dayOf(start))} ${clockOf(start.getTime())}–${until}`
}

const ANSWERS = {
  accepted: ['check', 'approved'],
  declined: ['close', 'rejected'],
  tentative: ['info', 'open'],
  none: ['history', ''],
} as const
const answerWords = (response: Attendee['response']) =>
  ({
    accepted: t('comes'),
    declined: t('does not come'),
    tentative: t('perhaps'),
    none: t('not answered yet'),
  })[response]

function Guest({ one, organiser }: { one: Attendee; organiser: string }) {
  return (
    <li>
      {one.person ? (
        <PersonName id={one.person} avatar />
      ) : (
        <span className="person-name">{one.name}</span>
      )}
      <span className="attendee-state muted">
        {one.person === organiser
          ? t('Organiser')
          : one.optional
            ? t('Optional')
            : one.kind === 'outside'
              ? t('Outside')
              : ''}
        <Icon name={ANSWERS[one.response][0]} size={15} /> {answerWords(one.response)}
      </span>
      {one.comment && <p className="request-comment">{one.comment}</p>}
    </li>
  )
}

const answersIn = (people: readonly Attendee[]): string =>
  t('{yes} of {all} come', {
    yes: people.filter(({ response }) => response === 'accepted').length,
    all: people.length,
  })

function Foot({ event, at, onClose, onEdit }: Props & { event: EventView }) {
  const me = useCatalog().actor.id
  const [open, setOpen] = useState<'edit' | 'cancel' | 'sure' | 'comment'>()
  const [comment, setComment] = useState('')
  const respond = useCommand('calendar.event.respond', {
    refresh: ['calendar.event', 'cards.card'],
  })
  const cancel = useCommand('calendar.event.cancel', {
    refresh: ['calendar.event', 'cards.card'],
    onDone: onClose,
  })
  const [asking, setAsking] = useState<Answer>()
  const answer = (response: Answer, only?: string) =>
    respond.mutate({
      event: event.id,
      response,
      ...(only ? { at: only } : {}),
      ...(comment ? { comment } : {}),
    })
  const edit = (part: Part) =>
    onEdit(draftOf(event, part === 'all' && !event.rule ? undefined : at, part))
  const series = event.rule !== undefined && at !== undefined
  const menu: MenuItem[] = [
    {
      label: t('As a file (.ics)'),
      icon: 'download',
      run: () => location.assign(`/api/calendar.event.export?event=${event.id}`),
    },
    ...(event.may_change
      ? [
          {
            label: t('Cancel the event'),
            icon: 'trash',
            danger: true,
            apart: true,
            run: () => setOpen(series ? 'cancel' : 'sure'),
          },
        ]
      : []),
  ]
  const invited = event.attendees.some(({ person }) => person === me) && event.organiser !== me
  return (
    <div className="stack">
      {open === 'comment' && (
        <TextField label={t('Comment')} maxLength={500} value={comment} onChange={setComment} />
      )}
      <ErrorLine problem={respond.problem ?? cancel.problem} />
      <div className="row end">
        <Menu items={menu} label={t('More')} />
        {event.may_change && (
          <Button icon="edit" onClick={() => (series ? setOpen('edit') : edit('all'))}>
            {t('Edit')}
          </Button>
        )}
        {invited && open !== 'comment' && (
          <Button
            icon="message"
            tone="quiet"
            aria-label={t('Add a comment')}
            onClick={() => setOpen('comment')}
          />
        )}
      </div>
      {invited && (
        <div className="answers" role="group" aria-label={t('My answer')}>
          {(['accepted', 'tentative', 'declined'] as const).map((response) => (
            <Button
              key={response}
              icon={ANSWERS[response][0]}
              tone={response === 'accepted' && event.mine !== 'accepted' ? 'primary' : 'plain'}
              aria-pressed={event.mine === response}
              busy={respond.isPending}
              onClick={() => (series ? setAsking(response) : answer(response))}
            >
              {{ accepted: t('Accept'), tentative: t('Perhaps'), declined: t('Decline') }[response]}
            </Button>
          ))}
        </div>
      )}
      {asking && (
        <PartDialog
          title={t('Answer for which?')}
          single
          onChoose={(part) => {
            setAsking(undefined)
            if (part) answer(asking, part === 'this' ? at : undefined)
          }}
        />
      )}
      {open === 'edit' && (
        <PartDialog
          title={t('Change which?')}
          onChoose={(part) => {
            setOpen(undefined)
            if (part) edit(part)
          }}
        />
      )}
      {open === 'cancel' && (
        <PartDialog
          title={t('Cancel which?')}
          danger
          onChoose={(part) => {
            setOpen(undefined)
            if (part) cancel.mutate({ event: event.id, at, part })
          }}
        />
      )}
      {open === 'sure' && (
        <ConfirmDialog
          title={t('Cancel “{title}”?', { title: event.title })}
          text={t(
            'It goes from everybody’s calendar, its rooms are free again, and who is invited is told.',
          )}
          verb={t('Cancel the event')}
          action="calendar.event.cancel"
          input={{ event: event.id }}
          refresh={['calendar.event', 'cards.card']}
          onDone={() => {
            refreshActions(['calendar.busy'])
            onClose()
          }}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  )
}
