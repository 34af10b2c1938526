import {
  Avatar,
  Icon,
  Link,
  calendarDay,
  t,
  useAction,
  usePerson,
  type Paged,
  type Person,
} from '#web'
import { useCustomFields, type Departments } from './departments.ts'
import { phoneText } from './phone.ts'

export function PersonFacts({
  person,
  departments,
}: {
  person: Person
  departments: Departments | undefined
}) {
  const fields = useCustomFields() ?? []
  const custom = (person.custom ?? {}) as Record<string, string | number | boolean>
  const line = departments?.line(person.department) ?? []
  return (
    <dl className="facts panel-facts">
      {person.department && (
        <Fact label={t('Department')}>
          {line.length > 0 ? (
            <Crumbs
              items={line.map(({ id, name }) => ({ to: `/contacts/departments/${id}`, name }))}
            />
          ) : (
            person.department$?.name
          )}
        </Fact>
      )}
      <ManagerLine person={person} />
      {person.mobile && (
        <Fact label={t('Mobile')}>
          <a href={`tel:${person.mobile}`} className="number">
            {phoneText(person.mobile)}
          </a>
        </Fact>
      )}
      {person.email && (
        <Fact label={t('E-mail')}>
          <a href={`mailto:${person.email}`}>{person.email}</a>
        </Fact>
      )}
      {person.staff_no && (
        <Fact label={t('Staff number')}>
          <span className="number">{person.staff_no}</span>
        </Fact>
      )}
      {person.hired_on && <Fact label={t('Hired on')}>{calendarDay(person.hired_on)}</Fact>}
      {fields.map(({ id, key, title, kind }) => {
        const value = custom[key]
        if (value === undefined) return null
        return (
          <Fact key={id} label={title}>
            {kind === 'boolean'
              ? t(value ? 'Yes' : 'No')
              : kind === 'date'
                ? calendarDay(String(value))
                : String(value)}
          </Fact>
        )
      })}
      <Reports person={person} />
    </dl>
  )
}

export function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Crumbs({ items }: { items: { to: string; name: string }[] }) {
  return (
    <span className="crumbs">
      {items.map(({ to, name }, index) => (
        <span key={to}>
          {index > 0 && <Icon name="right" size={12} />}
          <Link to={to}>{name}</Link>
        </span>
      ))}
    </span>
  )
}

/** From the nearest manager upward, the highest first. */
function ManagerLine({ person }: { person: Person }) {
  const first = usePerson(person.manager).data
  const second = usePerson(first?.manager).data
  const third = usePerson(second?.manager).data
  const line = [third, second, first].filter((one): one is Person => Boolean(one))
  if (line.length === 0) return null
  return (
    <Fact label={t('Reports to')}>
      <Crumbs items={line.map(({ id, name }) => ({ to: `/contacts/people/${id}`, name }))} />
    </Fact>
  )
}

/** As many faces as fit; the chart shows all. */
const FACES = 12

function Reports({ person }: { person: Person }) {
  const { data } = useAction<Paged<Person>>('directory.person.list', {
    where: { manager: person.id, status: { ne: 'left' } },
    sort: ['name_key'],
    limit: FACES + 1,
  })
  const people = data?.items ?? []
  if (people.length === 0) return null
  return (
    <Fact label={t('Direct reports')}>
      <span className="faces">
        {people.slice(0, FACES).map(({ id, name, avatar }) => (
          <Link key={id} to={`/contacts/people/${id}`} className="face">
            <Avatar name={name} id={id} file={avatar} size={24} />
            <span className="clip">{name}</span>
          </Link>
        ))}
        {people.length > FACES && <Link to="/contacts/chart">{t('and more')}</Link>}
      </span>
    </Fact>
  )
}
