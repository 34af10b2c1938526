import { Check, t, useAction } from '#web'
import { dayOf, midnight } from './days.ts'
import type { Busy, Room } from './types.ts'

/** Rooms with what they hold, free ones first; a taken one says so. */
export function RoomField({
  value,
  from,
  to,
  except,
  onChange,
}: {
  value: string[]
  from: Date
  to: Date
  except?: string | undefined
  onChange: (rooms: string[]) => void
}) {
  const rooms = (
    useAction<{ items: Room[] }>('calendar.room.list', { sort: ['capacity'], limit: 50 }).data
      ?.items ?? []
  ).filter(({ status, id }) => status === 'open' || value.includes(id))
  const day = {
    from: midnightOf(from),
    to: new Date(Math.max(to.getTime(), from.getTime()) + 86_400_000).toISOString(),
  }
  const { data } = useAction<{ rooms: { room: string; busy: Busy[] }[] }>(
    'calendar.busy.list',
    { ...day, rooms: rooms.map(({ id }) => id), ...(except ? { except } : {}) },
    { keep: true, enabled: rooms.length > 0 },
  )
  const isTaken = (room: string) =>
    data?.rooms
      .find((one) => one.room === room)
      ?.busy.some(
        ({ starts_at, ends_at }) =>
          Date.parse(starts_at) < to.getTime() && Date.parse(ends_at) > from.getTime(),
      ) ?? false
  if (rooms.length === 0) return null
  return (
    <fieldset className="nested">
      <legend>{t('Room')}</legend>
      <div className="checks">
        {rooms
          .toSorted((a, b) => Number(isTaken(a.id)) - Number(isTaken(b.id)))
          .map(({ id, name, place, capacity }) => {
            const taken = isTaken(id)
            const words = [
              place,
              t('{n} seats', { n: capacity }),
              taken ? t('taken then') : t('free'),
            ].filter(Boolean)
            return (
              <Check
                key={id}
                label={name}
                help={words.join(' · ')}
                disabled={taken && !value.includes(id)}
                checked={value.includes(id)}
                onChange={(on) =>
                  onChange(on ? [...value, id] : value.filter((other) => other !== id))
                }
              />
            )
          })}
      </div>
    </fieldset>
  )
}

const midnightOf = (at: Date): string => midnight(dayOf(at)).toISOString()
