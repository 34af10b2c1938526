import { useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Field,
  SelectField,
  t,
  told,
  useAction,
  useCommand,
  usePerson,
  type Paged,
  type Person,
} from '#web'

const LEAVERS = 500

/** Cannot be undone, so the name is typed. Only somebody who has left can be chosen. */
export function EraseDialog({
  person,
  onClose,
}: {
  person: string | undefined
  onClose: () => void
}) {
  const [id, setId] = useState(person ?? '')
  const [typed, setTyped] = useState('')
  const { data } = usePerson(id || undefined)
  const leavers =
    useAction<Paged<Person>>('directory.person.list', {
      where: { status: 'left' },
      sort: ['name_key'],
      limit: LEAVERS,
    }).data?.items ?? []
  const name = data?.name ?? ''
  const erase = useCommand('audit.person.erase', {
    refresh: ['directory.', 'audit.'],
    onDone: () => {
      onClose()
      told(t('{name} is erased.', { name }))
    },
  })
  const ready = id !== '' && name !== '' && typed.trim() === name
  return (
    <Dialog title={t('Erase a person')} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) erase.mutate({ person: id, confirm: typed.trim() })
        }}
      >
        <p>
          {t(
            'Name, contact details, picture and the organisation’s own fields go for good, and the words of the log about the person. What was decided stays provable by ids and times.',
          )}
        </p>
        <SelectField
          label={t('Who has left')}
          required
          value={id}
          onChange={(next) => {
            setId(next)
            setTyped('')
          }}
          empty={leavers.length === 0 ? t('Nobody has left') : t('Choose')}
          options={leavers.map((one) => ({
            value: one.id,
            label: [one.name, one.staff_no].filter(Boolean).join(' · '),
          }))}
        />
        {name && (
          <Field label={t('Type “{name}” to confirm', { name })} required>
            {(wires) => (
              <input
                {...wires}
                className="input"
                autoComplete="off"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        )}
        <ErrorLine problem={erase.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="danger" busy={erase.isPending} disabled={!ready || erase.isPending}>
            {t('Erase for good')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
