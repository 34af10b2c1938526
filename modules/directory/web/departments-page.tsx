import { useState } from 'react'
import {
  Button,
  Empty,
  ErrorState,
  Head,
  Icon,
  Loading,
  Menu,
  Page,
  PersonName,
  go,
  t,
  tn,
  useCatalog,
  useLanguage,
  type MenuItem,
  type ModulePageProps,
} from '#web'
import { DeleteDepartment } from './department-delete.tsx'
import { DepartmentForm } from './department-form.tsx'
import { useDepartments, type Department } from './departments.ts'

type Open = { kind: 'below' | 'edit' | 'delete'; department: Department } | { kind: 'new' }

/** Departments as they nest: added, renamed, given a leader, moved. */
export function DepartmentsPage({ page }: ModulePageProps) {
  useLanguage()
  const { can, title } = useCatalog()
  const [open, setOpen] = useState<Open>()
  const { departments, problem, refetch } = useDepartments()
  const shut = () => setOpen(undefined)
  const create = can('directory.department.create') && (
    <Button
      tone="primary"
      icon="plus"

      onClick={() => setOpen({ kind: 'new' })}
    >
      {t('New department')}
    </Button>
  )
  const menu = (department: Department): MenuItem[] => [
    {
      label: t('New department below'),
      icon: 'plus',
      run: () => setOpen({ kind: 'below', department }),
    },
    { label: t('Change or move'), icon: 'edit', run: () => setOpen({ kind: 'edit', department }) },
    {
      label: t('Delete the department'),
      icon: 'trash',
      danger: true,
      run: () => setOpen({ kind: 'delete', department }),
    },
  ]
  const none = departments?.all.length === 0
  return (
    <Page>
      <Head backTo="/admin" title={title(page.id, page.title)} primary={!none && create} />
      {problem && <ErrorState problem={problem} onRetry={() => void refetch()} />}
      {!problem && !departments && <Loading rows={8} />}
      {none && (
        <Empty icon="department" title={t('No department yet')} action={create}>
          {t('Or import people: their departments come along.')}
        </Empty>
      )}
      {departments && !none && (
        <div className="body">
          <ul className="panel rows" aria-label={t('Departments')}>
            {departments.all.map((one) => (
              <li
                key={one.id}
                className="department-row"
                style={{ paddingLeft: 18 + one.depth * 24 }}
              >
                <Icon name="department" size={18} />
                <button
                  type="button"
                  className="bare clip"
                  onClick={() => go(`/contacts/departments/${one.id}`)}
                >
                  {one.name}
                </button>
                <small className="number grow">
                  {tn(one.people_below, '{n} person', '{n} people')}
                </small>
                {one.leader && <PersonName id={one.leader.id} name={one.leader.name} avatar />}
                <Menu label={t('More about {name}', { name: one.name })} items={menu(one)} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {departments && open?.kind === 'new' && (
        <DepartmentForm departments={departments} onClose={shut} />
      )}
      {departments && open?.kind === 'below' && (
        <DepartmentForm parent={open.department.id} departments={departments} onClose={shut} />
      )}
      {departments && open?.kind === 'edit' && (
        <DepartmentForm department={open.department} departments={departments} onClose={shut} />
      )}
      {open?.kind === 'delete' && <DeleteDepartment department={open.department} onClose={shut} />}
    </Page>
  )
}
