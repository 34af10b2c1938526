import { useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Field,
  IconButton,
  RecordPicker,
  t,
  useAction,
  useCatalog,
  useCommand,
  type Paged,
  type Person,
  type Row,
} from '#web'
import { AFTER_CHANGE, type Departments } from './departments.ts'
import { useMayManage } from './reach.ts'

interface Assignment extends Row {
  department: string
  post$?: { id: string; name?: string }
}
const MOST = 50

/** Departments beside the main one, with the post held there; groups that bring rights. */
export function PersonPlaces({
  person,
  departments,
}: {
  person: Person
  departments: Departments | undefined
}) {
  const { can } = useCatalog()
  const [adding, setAdding] = useState(false)
  const remove = useCommand('directory.assignment.delete', { refresh: AFTER_CHANGE })
  const places =
    useAction<Paged<Assignment>>('directory.assignment.list', {
      where: { person: person.id },
      expand: ['post'],
      limit: MOST,
    }).data?.items ?? []
  const groups =
    useAction<Paged<Row & { group$?: { name?: string } }>>('directory.group_member.list', {
      where: { person: person.id },
      expand: ['group'],
      limit: MOST,
    }).data?.items ?? []
  const may = useMayManage(person, departments)
  const mayChange = may && can('directory.assignment.create') && person.status !== 'left'
  if (places.length + groups.length === 0 && !mayChange) return null
  return (
    <section className="section" aria-label={t('Further departments')}>
      <div className="row">
        <h3 className="grow">{t('Further departments')}</h3>
        {mayChange && (
          <IconButton
            icon="plus"
            size={18}
            label={t('Add a department')}
            onClick={() => setAdding(true)}
          />
        )}
      </div>
      {places.length === 0 && <p className="muted">{t('Only the main one.')}</p>}
      <ul className="places">
        {places.map((one) => {
          const name = departments?.get(one.department)?.name ?? '…'
          return (
            <li key={one.id} className="chip">
              {[name, one.post$?.name].filter(Boolean).join(' · ')}
              {mayChange && (
                <IconButton
                  icon="close"
                  size={14}
                  label={t('Remove {name}', { name })}
                  onClick={() => remove.mutate({ assignment: one.id })}
                />
              )}
            </li>
          )
        })}
      </ul>
      <ErrorLine problem={remove.problem} />
      {groups.length > 0 && (
        <>
          <h3>{t('Groups')}</h3>
          <ul className="places">
            {groups.map((one) => (
              <li key={one.id} className="tag">
                {one.group$?.name}
              </li>
            ))}
          </ul>
        </>
      )}
      {adding && <AssignDialog person={person} onClose={() => setAdding(false)} />}
    </section>
  )
}

function AssignDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const [department, setDepartment] = useState('')
  const [post, setPost] = useState('')
  const add = useCommand('directory.assignment.create', { refresh: AFTER_CHANGE, onDone: onClose })
  return (
    <Dialog title={t('{name} also works in', { name: person.name })} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate({ person: person.id, department, ...(post ? { post } : {}) })
        }}
      >
        <Field label={t('Department')} required>
          {(wires) => (
            <RecordPicker
              wires={wires}
              entity="directory.department"
              value={department ? [department] : []}
              onChange={([id]) => setDepartment(id ?? '')}
            />
          )}
        </Field>
        <Field label={t('Post')}>
          {(wires) => (
            <RecordPicker
              wires={wires}
              entity="directory.post"
              value={post ? [post] : []}
              onChange={([id]) => setPost(id ?? '')}
            />
          )}
        </Field>
        <ErrorLine problem={add.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            submit
            tone="primary"
            disabled={!department || add.isPending}
            busy={add.isPending}
          >
            {t('Add')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
