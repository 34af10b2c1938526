import { useState } from 'react'
import { Button, ErrorLine, locale, t, useAction } from '#web'
import { addDays, clockOf, dayOf, midnight, myZone } from './days.ts'

interface Suggestion {
  starts_at: string
  ends_at: string
  taken: string[]
  unsure: string[]
}

/** Times that suit all, in the two weeks from the day that is asked for. */
export function FindTime({
  people,
  from,
  minutes,
  onChoose,
}: {
  people: string[]
  from: Date
  minutes: number
  onChoose: (at: { day: string; from: string }) => void
}) {
  const [open, setOpen] = useState(false)
  const day = dayOf(from)
  const input = {
    from: midnight(day).toISOString(),
    to: midnight(addDays(day, 14)).toISOString(),
    minutes: Math.min(minutes, 720),
    people,
    zone: myZone(),
    limit: 6,
  }
  const { data, problem } = useAction<{ items: Suggestion[] }>('calendar.time.find', input, {
    keep: true,
    enabled: open,
  })
  if (!open)
    return (
      <Button icon="search" tone="quiet" onClick={() => setOpen(true)}>
        {t('Find a time that suits all')}
      </Button>
    )
  return (
    <div className="suggestions" role="group" aria-label={t('Times that suit')}>
      <ErrorLine problem={problem} />
      {data?.items.map(({ starts_at, ends_at, taken, unsure }) => (
        <Button
          key={starts_at}
          small
          onClick={() => onChoose({ day: dayOf(new Date(starts_at)), from: clockOf(starts_at) })}
        >
          {new Date(starts_at).toLocaleDateString(locale(), {
            weekday: 'short',
            month: 'short',
            day: 'numeric',
          })}{' '}
          {clockOf(starts_at)}–{clockOf(ends_at)}
          <small className="muted">
            {taken.length > 0
              ? t('{n} taken', { n: taken.length })
              : unsure.length > 0
                ? t('{n} unsure', { n: unsure.length })
                : t('all free')}
          </small>
        </Button>
      ))}
      {data?.items.length === 0 && (
        <p className="muted">{t('There is no time left in these two weeks.')}</p>
      )}
    </div>
  )
}
