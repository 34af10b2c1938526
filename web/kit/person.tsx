import { useRef, useState, type ReactNode } from 'react'
import { Avatar } from './avatar.tsx'
import { Button } from './button.tsx'
import { Floating } from './floating.tsx'
import { Icon } from './icon.tsx'
import { t } from './language.ts'
import { Link } from './link.tsx'
import { useCatalog } from './manifest.ts'
import { usePerson, type Person } from './record.ts'
import { go } from './route.ts'
import { ErrorState, Loading } from './state.tsx'
import { problemOf } from './query.ts'

/** Anything that opens the person's card when pressed. */
export function PersonTrigger({
  id,
  label,
  className = '',
  children,
}: {
  id: string
  label?: string
  className?: string
  children: ReactNode
}) {
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={`bare ${className}`}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={label}
        onClick={(event) => {
          event.stopPropagation()
          setOpen(!open)
        }}
      >
        {children}
      </button>
      {open && (
        <Floating anchor={anchor} onClose={() => setOpen(false)} label={t('Person')}>
          <PersonCard id={id} onLeave={() => setOpen(false)} />
        </Floating>
      )}
    </>
  )
}

/** A name is always a way to the person. With `avatar` and `full` it brings picture and department along. */
export function PersonName({
  id,
  name,
  avatar,
  full,
}: {
  id: string
  name?: string | undefined
  avatar?: boolean
  full?: boolean
}) {
  const wanted = name === undefined || full || avatar
  const { data } = usePerson(wanted ? id : undefined)
  const shown = name ?? data?.name ?? (data === null ? t('Somebody') : '…')
  return (
    <PersonTrigger id={id} className="person-name">
      {avatar && <Avatar name={shown} id={id} file={data?.avatar} size={full ? 32 : 22} />}
      <span className="person-words">
        <span className="name">{shown}</span>
        {full && data?.department$?.name && <small>{data.department$.name}</small>}
      </span>
    </PersonTrigger>
  )
}

export function PersonCard({ id, onLeave = () => {} }: { id: string; onLeave?: () => void }) {
  const { data, error, refetch } = usePerson(id)
  const problem = problemOf(error)
  if (problem) return <ErrorState problem={problem} onRetry={() => void refetch()} />
  if (data === undefined)
    return (
      <div className="person-card">
        <Loading rows={4} />
      </div>
    )
  if (data === null)
    return <div className="person-card muted">{t('This person is not shown to you.')}</div>
  return <PersonCardBody person={data} onLeave={onLeave} />
}

function PersonCardBody({ person, onLeave }: { person: Person; onLeave: () => void }) {
  const catalog = useCatalog()
  const to = (path: string) => {
    onLeave()
    go(path)
  }
  const self = catalog.actor.id === person.id
  const department = person.department$?.name
  return (
    <div className="person-card">
      <div className="person-card-head">
        <Avatar name={person.name} id={person.id} file={person.avatar} size={52} />
        <div>
          <strong>{person.name}</strong>
          <span className="muted">
            {[person.job_title, department].filter(Boolean).join(' · ') || t('Member')}
          </span>
          {person.status === 'left' && <span className="tag warning">{t('Left')}</span>}
          {person.status === 'invited' && <span className="tag">{t('Invited')}</span>}
        </div>
      </div>
      <dl className="person-facts">
        <Fact
          icon="mail"
          label={t('E-mail')}
          value={person.email}
          href={`mailto:${person.email}`}
        />
        <Fact
          icon="phone"
          label={t('Mobile')}
          value={person.mobile}
          href={`tel:${person.mobile}`}
        />
        <Fact icon="key" label={t('Staff number')} value={person.staff_no} />
      </dl>
      <ManagerLine person={person} />
      <div className="row end">
        <Button onClick={() => to(`/contacts/people/${person.id}`)}>{t('Details')}</Button>
        {!self && catalog.can('chat.conversation.create') && person.status !== 'left' && (
          <Button tone="primary" icon="message" onClick={() => to(`/messages/with/${person.id}`)}>
            {t('Message')}
          </Button>
        )}
      </div>
    </div>
  )
}

function Fact({
  icon,
  label,
  value,
  href,
}: {
  icon: string
  label: string
  value: string | undefined
  href?: string
}) {
  if (!value) return null
  return (
    <div>
      <dt>
        <Icon name={icon} size={16} label={label} />
      </dt>
      <dd>{href ? <a href={href}>{value}</a> : value}</dd>
    </div>
  )
}

/** Who leads whom, upward, as far as one screen holds. */
function ManagerLine({ person }: { person: Person }) {
  const first = usePerson(person.manager).data
  const second = usePerson(first?.manager).data
  const third = usePerson(second?.manager).data
  const line = [third, second, first].filter((one): one is Person => Boolean(one))
  if (line.length === 0) return null
  return (
    <p className="manager-line">
      <span className="muted">{t('Reports to')}</span>
      {line.map((one, index) => (
        <span key={one.id}>
          {index > 0 && <Icon name="right" size={12} />}
          <Link to={`/contacts/people/${one.id}`}>{one.name}</Link>
        </span>
      ))}
    </p>
  )
}
