import { useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Loading,
  SelectField,
  t,
  told,
  useAction,
  useCommand,
} from '#web'
import { clockOf, dayOf, myZone } from './days.ts'
import type { Calendar } from './types.ts'

interface Preview {
  items: {
    title: string
    starts_at: string
    all_day: boolean
    repeats: boolean
    does: 'create' | 'update' | 'nothing'
  }[]
  left: { title: string; why: string }[]
  create: number
  update: number
  nothing: number
}

/** Choose a file, see what it would do, take it in. */
export function ImportDialog({
  calendars,
  onClose,
}: {
  calendars: readonly Calendar[]
  onClose: () => void
}) {
  const [text, setText] = useState<string>()
  const writable = calendars.filter(({ level }) => level === 'write')
  const [calendar, setCalendar] = useState('')
  const input =
    text === undefined ? undefined : { text, zone: myZone(), ...(calendar ? { calendar } : {}) }
  const { data, problem, isLoading } = useAction<Preview>('calendar.event.preview', input)
  const take = useCommand<{ created: number; updated: number }>('calendar.event.import', {
    refresh: ['calendar.event', 'calendar.calendar'],
    onDone: ({ created, updated }) => {
      told(t('{created} added, {updated} changed', { created, updated }))
      onClose()
    },
  })
  const why = {
    no_time: t('has no time'),
    bad_rule: t('repeats in a way that is not kept'),
    unknown_zone: t('names an unknown time zone'),
    cancelled: t('is cancelled'),
    lone_exception: t('changes a series that is not in the file'),
  } as Record<string, string>
  const does = { create: t('new'), update: t('changed'), nothing: t('there already') }
  return (
    <Dialog title={t('Import a file')} wide onClose={onClose}>
      <div className="stack">
        <label className="field">
          <span className="label">{t('iCalendar file (.ics)')}</span>
          <input
            type="file"
            accept=".ics,text/calendar"
            className="input"
            onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
          />
        </label>
        {writable.length > 1 && (
          <SelectField
            label={t('Into')}
            value={calendar}
            onChange={setCalendar}
            options={writable.map(({ id, name, main }) => ({
              value: main ? '' : id,
              label: main ? t('My calendar') : name,
            }))}
          />
        )}
        <ErrorLine problem={problem ?? take.problem} />
        {isLoading && text !== undefined && <Loading rows={4} />}
        {data && (
          <>
            <p role="status">
              {t('{create} new, {update} changed, {nothing} there already, {left} left out', {
                create: data.create,
                update: data.update,
                nothing: data.nothing,
                left: data.left.length,
              })}
            </p>
            <ul className="import-lines" aria-label={t('What is in the file')} tabIndex={0}>
              {data.items.map((one, index) => (
                <li key={index} className="row">
                  <span className="number muted">
                    {dayOf(new Date(one.starts_at))} {!one.all_day && clockOf(one.starts_at)}
                  </span>
                  <span className="grow">
                    {one.title} {one.repeats && <small className="muted">{t('Repeats')}</small>}
                  </span>
                  <small>{does[one.does]}</small>
                </li>
              ))}
              {data.left.map((one, index) => (
                <li key={`left ${index}`} className="row muted">
                  <span className="grow">{one.title}</span>
                  <small>{why[one.why]}</small>
                </li>
              ))}
            </ul>
          </>
        )}
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            tone="primary"
            disabled={!data || data.create + data.update === 0 || take.isPending}
            busy={take.isPending}
            onClick={() => take.mutate(input!)}
          >
            {t('Import')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
