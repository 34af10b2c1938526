import { useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Field,
  PersonName,
  PersonPicker,
  SelectField,
  t,
  useAction,
  useCommand,
} from '#web'

interface Share {
  id: string
  calendar: string
  person?: string
  level: 'busy' | 'read' | 'write'
}

/** Who was given more of my calendar than colleagues in general. */
export function ShareDialog({ onClose }: { onClose: () => void }) {
  const [person, setPerson] = useState<string[]>([])
  const [level, setLevel] = useState('read')
  const { data } = useAction<{ items: Share[] }>('calendar.share.list', { limit: 100 })
  const set = useCommand('calendar.share.set', {
    refresh: ['calendar.share', 'calendar.calendar'],
    onDone: () => setPerson([]),
  })
  const words = { busy: t('sees when I am busy'), read: t('reads details'), write: t('may write') }
  const options = Object.entries(words).map(([value, label]) => ({ value, label }))
  return (
    <Dialog title={t('Share mine')} onClose={onClose}>
      <div className="stack">
        <ul className="shares" aria-label={t('Shared so far')}>
          {data?.items.map(
            (one) =>
              one.person && (
                <li key={one.id} className="row">
                  <PersonName id={one.person} avatar />
                  <span className="grow muted">{words[one.level]}</span>
                  <Button
                    small
                    onClick={() =>
                      set.mutate({ calendar: one.calendar, person: one.person, level: 'none' })
                    }
                  >
                    {t('Stop it')}
                  </Button>
                </li>
              ),
          )}
        </ul>
        <Field label={t('Colleague')}>
          {(wires) => <PersonPicker wires={wires} value={person} onChange={setPerson} />}
        </Field>
        <SelectField label={t('May')} value={level} onChange={setLevel} options={options} />
        <ErrorLine problem={set.problem} />
        <div className="form-foot">
          <Button
            tone="primary"
            disabled={!person[0] || set.isPending}
            onClick={() => set.mutate({ person: person[0], level })}
          >
            {t('Share')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
