import { useState } from 'react'
import {
  Avatar,
  Button,
  Empty,
  Icon,
  Loading,
  Segmented,
  go,
  t,
  useAction,
  type Paged,
  type Person,
} from '#web'
import type { Department, Departments } from './departments.ts'

type Way = 'departments' | 'people'

/** The tree as boxes: departments under departments, or people under whom they report to. */
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
          <Branches departments={departments} onPerson={onPerson} />
        )}
      </div>
    </>
  )
}

function Branches({
  departments,
  onPerson,
}: {
  departments: Departments
  onPerson: (id: string) => void
}) {
  const roots = departments.under(undefined)
  if (roots.length === 0)
    return (
      <Empty icon="department" title={t('No department yet')}>
        {t('Departments and their leaders show here.')}
      </Empty>
    )
  return (
    <ul className="chart-row">
      {roots.map((one) => (
        <Branch key={one.id} department={one} departments={departments} onPerson={onPerson} />
      ))}
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
  return (
    <li>
      <div className="chart-box">
        <button
          type="button"
          className="bare chart-title"
          onClick={() => go(`/contacts/departments/${department.id}`)}
        >
          {department.name}
        </button>
        {leader ? (
          <button type="button" className="bare chart-lead" onClick={() => onPerson(leader.id)}>
            <Avatar name={leader.name} id={leader.id} size={22} />
            <span className="clip">{leader.name}</span>
          </button>
        ) : (
          <span className="muted chart-lead">{t('No leader')}</span>
        )}
        <Foot
          count={t('{n} people', { n: department.people_below })}
          open={open}
          onFold={below.length > 0 ? () => setOpen(!open) : undefined}
          name={department.name}
        />
      </div>
      {open && below.length > 0 && (
        <ul>
          {below.map((one) => (
            <Branch key={one.id} department={one} departments={departments} onPerson={onPerson} />
          ))}
        </ul>
      )}
    </li>
  )
}

function Foot({
  count,
  open,
  onFold,
  name,
}: {
  count: string
  open: boolean
  onFold: (() => void) | undefined
  name: string
}) {
  return (
    <span className="chart-foot">
      <small>{count}</small>
      {onFold && (
        <button
          type="button"
          className="bare chart-fold"
          aria-expanded={open}
          aria-label={open ? t('Fold {name}', { name }) : t('Unfold {name}', { name })}
          onClick={onFold}
        >
          <Icon name={open ? 'up' : 'down'} size={14} />
        </button>
      )}
    </span>
  )
}

const REPORTS_MAX = 100
const reportsOf = (manager: string | null) => ({
  where: { manager, status: { ne: 'left' } },
  sort: ['name_key'],
  limit: REPORTS_MAX,
})

/** Those who report to nobody; whoever has reports comes first. */
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
    <ul className="chart-row">
      {data.items.map((one) => (
        <PersonBranch
          key={one.id}
          person={one}
          onPerson={onPerson}
          first={data.items.length === 1}
        />
      ))}
    </ul>
  )
}

/** Reports are fetched when somebody unfolds them. */
function PersonBranch({
  person,
  onPerson,
  first,
}: {
  person: Person
  onPerson: (id: string) => void
  first: boolean
}) {
  const [open, setOpen] = useState(first)
  const { data } = useAction<Paged<Person>>('directory.person.list', reportsOf(person.id))
  const below = data?.items ?? []
  return (
    <li>
      <div className="chart-box">
        <button type="button" className="bare chart-person" onClick={() => onPerson(person.id)}>
          <Avatar name={person.name} id={person.id} file={person.avatar} size={32} />
          <span className="person-words">
            <span className="name">{person.name}</span>
            <small>{person.job_title}</small>
          </span>
        </button>
        {below.length > 0 && (
          <Foot
            count={t('{n} reports', { n: below.length })}
            open={open}
            onFold={() => setOpen(!open)}
            name={person.name}
          />
        )}
      </div>
      {open && below.length > 0 && (
        <ul>
          {below.map((one) => (
            <PersonBranch key={one.id} person={one} onPerson={onPerson} first={false} />
          ))}
          {data?.next && (
            <li>
              <Button small onClick={() => onPerson(person.id)}>
                {t('and more')}
              </Button>
            </li>
          )}
        </ul>
      )}
    </li>
  )
}
