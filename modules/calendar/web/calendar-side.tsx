import { useState } from 'react'
import {
  ActionDialog,
  Check,
  IconButton,
  Menu,
  PersonPicker,
  SelectField,
  t,
  useCatalog,
  useCommand,
  useSignal,
} from '#web'
import { MINE, show, shown, useNames } from './shown.ts'
import { ShareDialog } from './share-dialog.tsx'
import type { Calendar } from './types.ts'

/** What is in sight: one's calendars, those of groups and colleagues. Each has a colour and a pattern. */
export function CalendarSide({
  calendars,
  onLinks,
  onImport,
}: {
  calendars: readonly Calendar[]
  onLinks: () => void
  onImport: () => void
}) {
  const { hidden, people } = useSignal(shown)
  const names = useNames(people)
  const me = useCatalog().actor.id
  const [open, setOpen] = useState<'new' | 'share'>()
  const main = calendars.find((one) => one.main && one.owner === me)
  const others = calendars.filter((one) => one !== main)
  const toggle = (ids: string[], on: boolean) =>
    show({ hidden: on ? hidden.filter((id) => !ids.includes(id)) : [...hidden, ...ids] })
  const say = useCommand('calendar.calendar.update', {
    refresh: ['calendar.calendar', 'calendar.event'],
  })
  return (
    <div className="calendar-side">
      <header className="row">
        <h2>{t('Calendars')}</h2>
        <span className="grow" />
        <Menu
          label={t('More about calendars')}
          items={[
            { label: t('New calendar'), icon: 'plus', run: () => setOpen('new') },
            { label: t('Share mine'), icon: 'share', run: () => setOpen('share') },
            { label: t('Import a file'), icon: 'upload', apart: true, run: onImport },
            { label: t('Subscribe elsewhere'), icon: 'link', run: onLinks },
          ]}
        />
      </header>
      <div className="checks">
        <One
          hue={main?.hue ?? 0}
          name={t('My calendar')}
          on={!hidden.includes(MINE)}
          onChange={(on) => toggle([MINE, ...(main ? [main.id] : [])], on)}
        />
        {others.map(({ id, name, hue }) => (
          <One
            key={id}
            hue={hue}
            name={name}
            on={!hidden.includes(id)}
            onChange={(on) => toggle([id], on)}
          />
        ))}
      </div>
      <h3>{t('Colleagues')}</h3>
      <div className="checks">
        {people.map((id, index) => (
          <div key={id} className="row">
            <span className={`swatch hue-${(index + 1) % 8} edge-${(index + 1) % 8}`} aria-hidden />
            <span className="grow">{names.get(id) ?? '…'}</span>
            <IconButton
              icon="close"
              size={16}
              label={t('Take {name} away', { name: names.get(id) ?? '' })}
              onClick={() => show({ people: people.filter((one) => one !== id) })}
            />
          </div>
        ))}
      </div>
      <PersonPicker
        value={[]}
        without={[me, ...people]}
        wires={{ 'aria-label': t('Lay a colleague’s calendar over mine') }}
        placeholder={t('Lay over: name or pinyin')}
        onChange={([id]) => id && show({ people: [...people, id].slice(-7) })}
      />
      {main && (
        <SelectField
          label={t('Colleagues see of mine')}
          value={main.open}
          onChange={(next) => say.mutate({ open: next })}
          options={[
            { value: 'none', label: t('Nothing') },
            { value: 'busy', label: t('When I am busy') },
            { value: 'read', label: t('All details') },
          ]}
        />
      )}
      {open === 'new' && (
        <ActionDialog action="calendar.calendar.create" onClose={() => setOpen(undefined)} />
      )}
      {open === 'share' && <ShareDialog onClose={() => setOpen(undefined)} />}
    </div>
  )
}

function One({
  hue,
  name,
  on,
  onChange,
}: {
  hue: number
  name: string
  on: boolean
  onChange: (on: boolean) => void
}) {
  return (
    <Check
      label={
        <span className="row">
          <span className={`swatch hue-${hue} edge-${hue}`} aria-hidden />
          {name}
        </span>
      }
      checked={on}
      onChange={onChange}
    />
  )
}
