import { useState, type ReactNode } from 'react'
import {
  Avatar,
  Button,
  Empty,
  Loading,
  Segmented,
  go,
  t,
  tn,
  useAction,
  useCatalog,
  type Paged,
  type Person,
} from '#web'
import type { Department, Departments } from './departments.ts'

type Way = 'departments' | 'people'

/** The tree as boxes, from left to right: departments under departments, or people under whom they report to. */
export function OrgChart({
  departments,
  onPerson,
}: {
  departments: Departments
  onPerson: (id: string) => void
}) {
  const [way, setWay] = useState<Way>('departments')
  return (
    <>
      <div className="tools">
        <Segmented
          label={t('Chart of')}
          value={way}
          onChange={setWay}
          options={[
            { value: 'departments', label: t('Departments'), icon: 'department' },
            { value: 'people', label: t('Reporting lines'), icon: 'people' },
          ]}
        />
      </div>
      <div className="chart" tabIndex={0} role="region" aria-label={t('Organisation chart')}>
        {way === 'people' ? (
          <Heads onPerson={onPerson} />
        ) : (
          <Company departments={departments} onPerson={onPerson} />
        )}
      </div>
    </>
  )
}

/** One box and, unfolded, those that hang on it. */
function Node({
  box,
  label,
  count,
  open,
  onFold,
  children,
}: {
  box: ReactNode
  label: string
  count: number
  open: boolean
  onFold: () => void
  children: ReactNode
}) {
  return (
    <li>
      <div className="chart-box">
        {box}
        {count > 0 && (
          <button type="button" className="bare chart-fold" aria-expanded={open} onClick={onFold}>
            <span className="unseen">
              {open ? t('Fold {name}', { name: label }) : t('Unfold {name}', { name: label })}
            </span>
            <span aria-hidden={open}>{open ? '−' : count}</span>
          </button>
        )}
      </div>
      {open && count > 0 && <ul>{children}</ul>}
    </li>
  )
}

function Company({
  departments,
  onPerson,
}: {
  departments: Departments
  onPerson: (id: string) => void
}) {
  const { org } = useCatalog()
  const [open, setOpen] = useState(true)
  const roots = departments.under(undefined)
  if (roots.length === 0)
    return (
      <Empty icon="department" title={t('No department yet')}>
        {t('Departments and their leaders show here.')}
      </Empty>
    )
  const people = roots.reduce((sum, one) => sum + one.people_below, 0)
  const box = (
    <button type="button" className="bare chart-person" onClick={() => go('/contacts/all')}>
      <Avatar name={org.name} id={org.id} size={32} icon="department" />
      <span className="person-words">
        <span className="name">{org.name}</span>
        <small>{tn(people, '{n} person', '{n} people')}</small>
      </span>
    </button>
  )
  return (
    <ul className="chart-root">
      <Node
        box={box}
        label={org.name}
        count={roots.length}
        open={open}
        onFold={() => setOpen(!open)}
      >
        {roots.map((one) => (
          <Branch key={one.id} department={one} departments={departments} onPerson={onPerson} />
        ))}
      </Node>
    </ul>
  )
}

function Branch({
  department,
  departments,
  onPerson,
}: {
  department: Department
  departments: Departments
  onPerson: (id: string) => void
}) {
  const below = departments.under(department.id)
  const [open, setOpen] = useState(true)
  const { leader } = department
  const box = (
    <span className="chart-department">
      <button
        type="button"
        className="bare chart-title"
        onClick={() => go(`/contacts/departments/${department.id}`)}
      >
        <span className="clip grow">{department.name}</span>
        <small aria-label={tn(department.people_below, '{n} person', '{n} people')}>
          {department.people_below}
        </small>
      </button>
      {leader ? (
        <button
          type="button"
          className="bare chart-lead"
          aria-label={leader.name}
          onClick={() => onPerson(leader.id)}
        >
          <Avatar name={leader.name} id={leader.id} size={20} />
          <span className="clip">{leader.name}</span>
        </button>
      ) : (
        <span className="muted chart-lead">{t('No leader')}</span>
      )}
    </span>
  )
  return (
    <Node
      box={box}
      label={department.name}
      count={below.length}
      open={open}
      onFold={() => setOpen(!open)}
    >
      {below.map((one) => (
        <Branch key={one.id} department={one} departments={departments} onPerson={onPerson} />
      ))}
    </Node>
  )
}

const REPORTS_MAX = 100
const reportsOf = (manager: string | null) => ({
  where: { manager, status: { ne: 'left' } },
  sort: ['name_key'],
  limit: REPORTS_MAX,
})

/** Those who report to nobody. */
function Heads({ onPerson }: { onPerson: (id: string) => void }) {
  const { data } = useAction<Paged<Person>>('directory.person.list', reportsOf(null))
  if (!data) return <Loading rows={3} />
  if (data.items.length === 0)
    return (
      <Empty icon="people" title={t('Nobody here yet')}>
        {t('Set managers, and the lines show here.')}
      </Empty>
    )
  return (
    <ul className="chart-root">
      {data.items.map((one) => (
        <PersonBranch key={one.id} person={one} onPerson={onPerson} unfolded />
      ))}
    </ul>
  )
}

/** Reports are fetched for whoever is in sight, and drawn when somebody unfolds them. */
function PersonBranch({
  person,
  onPerson,
  unfolded = false,
}: {
  person: Person
  onPerson: (id: string) => void
  unfolded?: boolean
}) {
  const [open, setOpen] = useState(unfolded)
  const { data } = useAction<Paged<Person>>('directory.person.list', reportsOf(person.id))
  const below = data?.items ?? []
  const box = (
    <button type="button" className="bare chart-person" onClick={() => onPerson(person.id)}>
      <Avatar name={person.name} id={person.id} file={person.avatar} size={32} />
      <span className="person-words">
        <span className="name">{person.name}</span>
        <small>{person.job_title}</small>
      </span>
    </button>
  )
  return (
    <Node
      box={box}
      label={person.name}
      count={below.length}
      open={open}
      onFold={() => setOpen(!open)}
    >
      {below.map((one) => (
        <PersonBranch key={one.id} person={one} onPerson={onPerson} />
      ))}
      {data?.next && (
        <li>
          <Button small onClick={() => onPerson(person.id)}>
            {t('and more')}
          </Button>
        </li>
      )}
    </Node>
  )
}
