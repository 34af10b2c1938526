import { useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Field,
  PersonPicker,
  SelectField,
  TextField,
  call,
  go,
  refreshActions,
  t,
  told,
  type Problem,
} from '#web'
import { AFTER_CHANGE, type Department, type Departments } from './departments.ts'

interface Props {
  /** Absent: a new one. */
  department?: Department
  parent?: string | undefined
  departments: Departments
  onClose: () => void
}

/** Name, leader and place of a department. Moving and changing are two actions; the first refusal stops. */
export function DepartmentForm({ department, parent, departments, onClose }: Props) {
  const [name, setName] = useState(department?.name ?? '')
  const [under, setUnder] = useState(department ? (department.parent ?? '') : (parent ?? ''))
  const [leader, setLeader] = useState(department?.leader?.id ?? '')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const own = department ? departments.within(department.id) : []
  const choices = departments.all
    .filter(({ id }) => !own.includes(id))
    .map((one) => ({ value: one.id, label: `${'　'.repeat(one.depth)}${one.name}` }))

  const save = async () => {
    setBusy(true)
    const answers = department
      ? await change(department, name.trim(), leader, under)
      : await call<{ id: string }>('directory.department.create', {
          name: name.trim(),
          ...(under ? { parent: under } : {}),
          ...(leader ? { leader } : {}),
        })
    setBusy(false)
    refreshActions(AFTER_CHANGE)
    if (!answers.ok) return setProblem(answers.problem)
    onClose()
    told(
      department
        ? t('{name} is changed.', { name: name.trim() })
        : t('{name} is added.', { name: name.trim() }),
    )
    if (!department && location.pathname.startsWith('/contacts'))
      go(`/contacts/departments/${(answers.value as { id: string }).id}`)
  }
  return (
    <Dialog
      title={department ? t('Change {name}', { name: department.name }) : t('New department')}
      onClose={onClose}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) void save()
        }}
      >
        <TextField
          label={t('Name')}
          required
          value={name}
          onChange={setName}
          maxLength={100}
          autoFocus
        />
        <SelectField
          label={t('Under')}
          value={under}
          onChange={setUnder}
          empty={t('At the top')}
          options={choices}
        />
        <Field label={t('Leader')} help={t('Leads and belongs to the department; is asked first.')}>
          {(wires) => (
            <PersonPicker
              wires={wires}
              value={leader ? [leader] : []}
              onChange={([id]) => setLeader(id ?? '')}
            />
          )}
        </Field>
        <ErrorLine problem={problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={busy} disabled={!name.trim() || busy}>
            {department ? t('Save') : t('Add')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

async function change(before: Department, name: string, leader: string, under: string) {
  const { id: department } = before
  if (under !== (before.parent ?? '')) {
    const moved = await call('directory.department.move', { department, parent: under || null })
    if (!moved.ok) return moved
  }
  const patch = {
    ...(name === before.name ? {} : { name }),
    ...(leader === (before.leader?.id ?? '') ? {} : { leader: leader || null }),
  }
  if (Object.keys(patch).length === 0) return { ok: true as const, value: undefined }
  return call('directory.department.update', { department, ...patch })
}
