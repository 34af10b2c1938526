import { useState } from 'react'
import {
  Button,
  Check,
  Dialog,
  Field,
  PersonPicker,
  SelectField,
  TextField,
  t,
  useCatalog,
} from '#web'

export interface Filters {
  actor: string
  module: string
  subject: string
  outcome: '' | 'ok' | 'refused'
  when: '' | '1' | '7' | '30' | 'range'
  from: string
  to: string
  /** Jobs, and what actions do by other actions. */
  background: boolean
}
export const NO_FILTERS: Filters = {
  actor: '',
  module: '',
  subject: '',
  outcome: '',
  when: '',
  from: '',
  to: '',
  background: false,
}

const DAY_MS = 86_400_000

/** As `audit.entry.list` takes them. Days are those of who looks. */
export function inputOf({
  actor,
  module,
  subject,
  outcome,
  when,
  from,
  to,
}: Filters): Record<string, string> {
  const start =
    when === 'range'
      ? from && new Date(`${from}T00:00`).toISOString()
      : when && dayStart(Number(when))
  const end =
    when === 'range' && to ? new Date(new Date(`${to}T00:00`).getTime() + DAY_MS).toISOString() : ''
  const all = {
    actor,
    action: module && (module.includes('.') ? module : `${module}.`),
    subject: subject.trim(),
    outcome,
    from: start,
    to: end,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
}

function dayStart(days: number): string {
  const today = new Date()
  today.setHours(0, 0, 0, 0)
  return new Date(today.getTime() - (days - 1) * DAY_MS).toISOString()
}

interface Props {
  value: Filters
  onChange: (next: Filters) => void
}

/** In a row beside each other; on the phone behind one button. */
export function FilterBar({ value, onChange }: Props) {
  const [open, setOpen] = useState(false)
  const count =
    Object.values(inputOf(value)).length -
    (value.when === 'range' && value.from && value.to ? 1 : 0)
  const clear = count > 0 && (
    <Button small tone="quiet" icon="close" onClick={() => onChange(NO_FILTERS)}>
      {t('Clear')}
    </Button>
  )
  return (
    <>
      <div className="tools log-filters not-phone" role="search" aria-label={t('Filter the log')}>
        <Controls value={value} onChange={onChange} />
        {clear}
      </div>
      <div className="tools only-phone-block">
        <div className="row">
          <Button small icon="filter" onClick={() => setOpen(true)}>
            {count > 0 ? t('Filter ({n})', { n: count }) : t('Filter')}
          </Button>
          {clear}
        </div>
      </div>
      {open && (
        <Dialog
          title={t('Filter the log')}
          onClose={() => setOpen(false)}
          foot={
            <Button tone="primary" onClick={() => setOpen(false)}>
              {t('Show the entries')}
            </Button>
          }
        >
          <div className="form">
            <Controls value={value} onChange={onChange} />
          </div>
        </Dialog>
      )}
    </>
  )
}

function Controls({ value, onChange }: Props) {
  const catalog = useCatalog()
  const set = (part: Partial<Filters>) => onChange({ ...value, ...part })
  const modules = catalog.modules.map(({ id, title }) => ({
    value: id,
    label: catalog.title(id, title),
  }))
  return (
    <>
      <Field label={t('Who')}>
        {(wires) => (
          <PersonPicker
            wires={wires}
            value={value.actor ? [value.actor] : []}
            onChange={([id]) => set({ actor: id ?? '' })}
            placeholder={t('Anybody')}
          />
        )}
      </Field>
      <SelectField
        label={t('What')}
        value={value.module}
        onChange={(module) => set({ module })}
        empty={t('Everything')}
        options={modules}
      />
      <SelectField
        label={t('When')}
        value={value.when}
        onChange={(when) => set({ when: when as Filters['when'] })}
        empty={t('At any time')}
        options={[
          { value: '1', label: t('Today') },
          { value: '7', label: t('The last 7 days') },
          { value: '30', label: t('The last 30 days') },
          { value: 'range', label: t('From … to') },
        ]}
      />
      {value.when === 'range' && (
        <>
          <TextField
            label={t('From')}
            type="date"
            value={value.from}
            onChange={(from) => set({ from })}
          />
          <TextField label={t('To')} type="date" value={value.to} onChange={(to) => set({ to })} />
        </>
      )}
      <SelectField
        label={t('Outcome')}
        value={value.outcome}
        onChange={(outcome) => set({ outcome: outcome as Filters['outcome'] })}
        empty={t('All')}
        options={[
          { value: 'ok', label: t('Succeeded') },
          { value: 'refused', label: t('Refused') },
        ]}
      />
      <Check
        label={t('Background work too')}
        checked={value.background}
        onChange={(background) => set({ background })}
      />
    </>
  )
}
