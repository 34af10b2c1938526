import { useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Field,
  PersonPicker,
  TextField,
  t,
  told,
  useCommand,
  type Person,
} from '#web'
import { AFTER_CHANGE } from './departments.ts'

/** Says what ends and what stays, and asks who takes over. */
export function LeaveDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const [successor, setSuccessor] = useState('')
  const { name } = person
  const leave = useCommand('directory.person.leave', {
    refresh: AFTER_CHANGE,
    onDone: () => {
      onClose()
      told(t('{name} has left. All rights have ended.', { name }))
    },
  })
  return (
    <Dialog title={t('Record that {name} left', { name })} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          leave.mutate({ person: person.id, ...(successor ? { successor } : {}) })
        }}
      >
        <p>
          {t(
            '{name} is signed out everywhere at once and loses all rights. What was written stays. You can take {name} back later, with the same record.',
            { name },
          )}
        </p>
        <Field
          label={t('Who takes over')}
          help={t(
            'Their direct reports and the departments they lead. Left empty: their own manager.',
          )}
        >
          {(wires) => (
            <PersonPicker
              wires={wires}
              value={successor ? [successor] : []}
              onChange={([id]) => setSuccessor(id ?? '')}
              without={[person.id]}
            />
          )}
        </Field>
        <ErrorLine problem={leave.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="danger" busy={leave.isPending}>
            {t('Record leaving')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

export function RehireDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const [day, setDay] = useState(() => new Date().toISOString().slice(0, 10))
  const { name } = person
  const rehire = useCommand('directory.person.rehire', {
    refresh: AFTER_CHANGE,
    onDone: () => {
      onClose()
      told(t('{name} works here again.', { name }))
    },
  })
  return (
    <Dialog title={t('Take {name} back', { name })} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          rehire.mutate({ person: person.id, ...(day ? { hired_on: day } : {}) })
        }}
      >
        <p>
          {t(
            'The record and the account are the same as before. Departments, reports and roles are given anew.',
          )}
        </p>
        <TextField label={t('Hired on')} type="date" value={day} onChange={setDay} />
        <ErrorLine problem={rehire.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={rehire.isPending}>
            {t('Take back')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
