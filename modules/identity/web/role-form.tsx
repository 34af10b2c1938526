import { useState } from 'react'
import { Button, Dialog, ErrorLine, Field, SelectField, TextField, t, told, useCommand } from '#web'
import { RANGES, rangeTitle, type Range, type Role } from './rights.ts'
import { RightsPicker } from './rights-picker.tsx'

/** A new role, or a change that reaches everyone who has it at once. */
export function RoleForm({
  role,
  onDone,
  onClose,
}: {
  role?: Role
  onDone?: (id: string) => void
  onClose: () => void
}) {
  const [name, setName] = useState(role?.name ?? '')
  const [description, setDescription] = useState(role?.description ?? '')
  const [range, setRange] = useState<Range>(role?.range ?? 'all')
  const [scopes, setScopes] = useState<string[]>(role?.scopes ?? [])
  const save = useCommand<{ role: string }>(
    role ? 'identity.role.update' : 'identity.role.create',
    {
      refresh: ['identity.role'],
      onDone: (value) => {
        onClose()
        told(role ? t('{name} is changed.', { name }) : t('{name} is added.', { name }))
        onDone?.(value.role)
      },
    },
  )
  const ready = name.trim() !== '' && scopes.length > 0
  return (
    <Dialog
      title={role ? t('Edit {name}', { name: role.name }) : t('New role')}
      onClose={onClose}
      wide
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready)
            save.mutate({
              ...(role ? { role: role.id, rev: role.rev } : {}),
              name: name.trim(),
              ...(description.trim() || role ? { description: description.trim() } : {}),
              range,
              scopes,
            })
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
        <TextField
          label={t('Description')}
          value={description}
          onChange={setDescription}
          maxLength={500}
        />
        <SelectField
          label={t('How far it reaches')}
          help={t(
            'Whose records the rights are for: those of the person, of their departments, of these and all below, or all.',
          )}
          value={range}
          onChange={(value) => setRange(value as Range)}
          options={RANGES.map((value) => ({ value, label: rangeTitle(value) }))}
        />
        <Field label={t('Rights')} required>
          {() => <RightsPicker value={scopes} onChange={setScopes} range={range} />}
        </Field>
        <ErrorLine problem={save.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={save.isPending} disabled={!ready || save.isPending}>
            {role ? t('Save') : t('Add')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
