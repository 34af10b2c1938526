import { t, useAction } from '#web'
import { clockOf, dayOf, midnight, momentOf, spoken } from './days.ts'
import { useNames } from './shown.ts'
import type { Busy, Room } from './types.ts'

/** From seven to nine in the evening is what people call a day; who plans outside sees all of it. */
const DAY = [7 * 60, 21 * 60] as const
const WHOLE = [0, 1440] as const

/** Who is taken when on that day, and where the asked time lies. Words as well as bars: a picture alone says nothing to who listens. */
export function Availability({
  people,
  rooms,
  from,
  to,
  except,
}: {
  people: string[]
  rooms: string[]
  from: Date
  to: Date
  except?: string | undefined
}) {
  const day = dayOf(from)
  const input = {
    from: midnight(day).toISOString(),
    to: momentOf(day, 1440).toISOString(),
    people,
    rooms,
    ...(except ? { except } : {}),
  }
  const { data } = useAction<{
    people: { person: string; known: boolean; busy: Busy[] }[]
    rooms: { room: string; busy: Busy[] }[]
  }>('calendar.busy.list', input, { keep: true })
  const names = useNames(people)
  const offered = useAction<{ items: Room[] }>(
    'calendar.room.list',
    { sort: ['capacity'], limit: 50 },
    { enabled: rooms.length > 0 },
  ).data
  const rows = [
    ...(data?.people ?? []).map((one) => ({
      key: one.person,
      name: names.get(one.person) ?? '…',
      known: one.known,
      busy: one.busy,
    })),
    ...(data?.rooms ?? []).map((one) => ({
      key: one.room,
      name: offered?.items.find(({ id }) => id === one.room)?.name ?? '…',
      known: true,
      busy: one.busy,
    })),
  ]
  const inDay = from >= momentOf(day, DAY[0]) && to <= momentOf(day, DAY[1])
  const box = (starts: string, ends: string) => boxOf(day, inDay ? DAY : WHOLE, starts, ends)
  const asked = box(from.toISOString(), to.toISOString())
  return (
    <table className="free-busy" aria-label={t('Who is free on {day}', { day: spoken(day) })}>
      <tbody>
        {rows.map(({ key, name, known, busy }) => {
          const hits = busy.filter(
            ({ starts_at, ends_at }) =>
              Date.parse(starts_at) < to.getTime() && Date.parse(ends_at) > from.getTime(),
          )
          const state = !known
            ? t('not shown')
            : hits.some(({ tentative }) => !tentative)
              ? t('taken then')
              : hits.length > 0
                ? t('perhaps taken')
                : t('free')
          return (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td className="free-busy-line">
                <span className="free-busy-asked" style={asked} aria-hidden />
                {busy.map((one) => (
                  <span
                    key={one.starts_at + one.ends_at}
                    className={`free-busy-bar ${one.tentative ? 'unsure' : ''}`}
                    style={box(one.starts_at, one.ends_at)}
                    title={`${clockOf(one.starts_at)}–${clockOf(one.ends_at)}`}
                  />
                ))}
              </td>
              <td className={hits.length > 0 ? 'free-busy-state hit' : 'free-busy-state'}>
                {state}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function boxOf(
  day: string,
  [first, last]: readonly [number, number],
  starts: string,
  ends: string,
) {
  const zero = momentOf(day, first).getTime()
  const share = (iso: string) =>
    Math.min(Math.max((Date.parse(iso) - zero) / ((last - first) * 60_000), 0), 1)
  return {
    left: `${share(starts) * 100}%`,
    width: `${Math.max(share(ends) - share(starts), 0) * 100}%`,
  }
}
