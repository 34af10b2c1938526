import { useState } from 'react'
import {
  Button,
  Empty,
  ErrorState,
  Head,
  Icon,
  IconButton,
  Link,
  Loading,
  Page,
  go,
  t,
  tn,
  useCatalog,
  useLanguage,
  useSearch,
  type MenuItem,
  type ModulePageProps,
} from '#web'
import { DepartmentForm } from './department-form.tsx'
import { DeleteDepartment } from './department-delete.tsx'
import { DepartmentTree } from './department-tree.tsx'
import { useDepartments, type Department, type Departments } from './departments.ts'
import { PeopleExport } from './export-dialog.tsx'
import { OrgChart } from './org-chart.tsx'
import { PeopleList } from './people-list.tsx'
import { PersonForm } from './person-form.tsx'
import { PersonPanel } from './person-panel.tsx'

/** What stands in the middle: everybody, one department, leavers, or the chart. */
type Place = { kind: 'all' | 'left' | 'chart' } | { kind: 'department'; id: string }
type Form = 'person' | 'department' | 'edit' | 'delete' | 'export'

/** `/contacts`, `/contacts/all|left|chart`, `/contacts/departments/<id>`, `/contacts/people/<id>?in=<place>`. */
function placeOf(
  rest: readonly string[],
  within: string | null,
): { place: Place; person?: string; showing: boolean } {
  const named = (name: string | undefined): Place =>
    name === 'left' || name === 'chart'
      ? { kind: name }
      : name && name !== 'all'
        ? { kind: 'department', id: name }
        : { kind: 'all' }
  if (rest[0] === 'people' && rest[1])
    return { place: named(within ?? undefined), person: rest[1], showing: within !== null }
  if (rest[0] === 'departments' && rest[1])
    return { place: { kind: 'department', id: rest[1] }, showing: true }
  return { place: named(rest[0]), showing: rest[0] !== undefined }
}

const keyOf = (place: Place) => (place.kind === 'department' ? place.id : place.kind)
const pathOf = (place: Place) =>
  place.kind === 'department' ? `/contacts/departments/${place.id}` : `/contacts/${place.kind}`

export function ContactsPage({ rest }: ModulePageProps) {
  useLanguage()
  const catalog = useCatalog()
  const search = useSearch()
  const { place, person, showing } = placeOf(rest, search.get('in'))
  const { departments, problem, refetch } = useDepartments()
  const [form, setForm] = useState<Form>()
  const department = place.kind === 'department' ? departments?.get(place.id) : undefined
  const open = (id: string) => go(`/contacts/people/${id}?in=${keyOf(place)}`)
  const shut = () => setForm(undefined)
  return (
    <Page
      showing={showing}
      list={
        <>
          <div className="list-head">
            <h2>{t('Contacts')}</h2>
            {catalog.can('directory.department.create') && (
              <IconButton
                icon="plus"
                label={t('New department')}
                onClick={() => setForm('department')}
              />
            )}
          </div>
          <nav className="list-body" aria-label={t('Contacts')}>
            <Link to="/contacts/all?find" className="search-box phone-find">
              <Icon name="search" size={16} />
              {t('Search people')}
            </Link>
            <Place
              to="/contacts/all"
              icon="people"
              title={t('Everybody')}
              here={place.kind === 'all'}
            />
            <Place
              to="/contacts/chart"
              icon="department"
              title={t('Organisation chart')}
              here={place.kind === 'chart'}
            />
            {catalog.can('directory.person.rehire') && (
              <Place
                to="/contacts/left"
                icon="history"
                title={t('People who left')}
                here={place.kind === 'left'}
              />
            )}
            <h3 className="list-title">{t('Departments')}</h3>
            {problem && <ErrorState problem={problem} onRetry={() => void refetch()} />}
            {!departments && !problem && <Loading rows={8} />}
            {departments && (
              <DepartmentTree
                departments={departments}
                chosen={department?.id}
                onChoose={(id) => go(`/contacts/departments/${id}`)}
              />
            )}
          </nav>
        </>
      }
      side={
        person && (
          <PersonPanel
            key={person}
            id={person}
            departments={departments}
            onClose={() => go(rest[0] === 'people' && !showing ? '/contacts' : pathOf(place))}
          />
        )
      }
    >
      <Head
        backTo="/contacts"
        title={titleOf(place, department)}
        sub={department && <Under department={department} departments={departments} />}
        menu={menuOf(place, department, catalog.can, setForm)}
        primary={
          place.kind !== 'left' &&
          catalog.can('directory.person.create') && (
            <Button
              tone="primary"
              icon="plus"

              onClick={() => setForm('person')}
            >
              {t('Add a person')}
            </Button>
          )
        }
      />
      {place.kind === 'chart' ? (
        departments && <OrgChart departments={departments} onPerson={open} />
      ) : place.kind === 'department' && departments && !department ? (
        <Empty icon="department" title={t('This department is not there')}>
          {t('It was deleted or moved. Choose another one in the list.')}
        </Empty>
      ) : (
        departments && (
          <PeopleList
            key={keyOf(place)}
            departments={departments}
            department={department?.id}
            left={place.kind === 'left'}
            find={search.has('find')}
            chosen={person}
            onOpen={open}
            onAdd={catalog.can('directory.person.create') ? () => setForm('person') : undefined}
          />
        )
      )}
      {form === 'person' && (
        <PersonForm
          preset={department ? { department: department.id } : {}}
          onDone={({ id }) => open(id)}
          onClose={shut}
        />
      )}
      {form === 'department' && departments && (
        <DepartmentForm parent={department?.id} departments={departments} onClose={shut} />
      )}
      {form === 'edit' && departments && department && (
        <DepartmentForm department={department} departments={departments} onClose={shut} />
      )}
      {form === 'delete' && department && (
        <DeleteDepartment department={department} onClose={shut} />
      )}
      {form === 'export' && (
        <PeopleExport
          where={
            department && departments
              ? {
                  and: [
                    { status: { ne: 'left' } },
                    { department: { in: departments.within(department.id) } },
                  ],
                }
              : undefined
          }
          name={titleOf(place, department)}
          onClose={shut}
        />
      )}
    </Page>
  )
}

const titleOf = (place: Place, department: Department | undefined) =>
  place.kind === 'all'
    ? t('Everybody')
    : place.kind === 'left'
      ? t('People who left')
      : place.kind === 'chart'
        ? t('Organisation chart')
        : (department?.name ?? t('Department'))

function menuOf(
  place: Place,
  department: Department | undefined,
  can: (action: string) => boolean,
  open: (form: Form) => void,
): MenuItem[] {
  const items: (MenuItem | false)[] = [
    department !== undefined &&
      can('directory.department.create') && {
        label: t('New department below'),
        icon: 'plus',
        run: () => open('department'),
      },
    department !== undefined &&
      can('directory.department.update') && {
        label: t('Change or move'),
        icon: 'edit',
        run: () => open('edit'),
      },
    can('directory.import.start') && {
      label: t('Import people'),
      icon: 'upload',
      run: () => go('/admin/imports/new'),
    },
    place.kind !== 'left' &&
      can('directory.person.export') && {
        label: t('Export as CSV'),
        icon: 'download',
        run: () => open('export'),
      },
    can('identity.invitation.create') && {
      label: t('Invite colleagues'),
      icon: 'mail',
      run: () => go('/admin/invitations'),
    },
    department !== undefined &&
      can('directory.department.delete') && {
        label: t('Delete the department'),
        icon: 'trash',
        danger: true,
        run: () => open('delete'),
      },
  ]
  return items.filter((item) => item !== false)
}

/** Where the department hangs, and who leads it. */
function Under({
  department,
  departments,
}: {
  department: Department
  departments: Departments | undefined
}) {
  const above = departments?.line(department.parent) ?? []
  const words = [
    ...above.map(({ name }) => name),
    ...(department.leader ? [t('led by {name}', { name: department.leader.name })] : []),
  ]
  return <>{words.join(' · ') || tn(department.people_below, '{n} person', '{n} people')}</>
}

function Place({
  to,
  icon,
  title,
  here,
}: {
  to: string
  icon: string
  title: string
  here: boolean
}) {
  return (
    <Link to={to} className="item" aria-current={here ? 'page' : undefined}>
      <Icon name={icon} />
      <span className="words">
        <span>{title}</span>
      </span>
    </Link>
  )
}
