import { Empty, Icon, t, Tag } from '#web'
import { answerOf, markOf, titleOf } from './block.tsx'
import { clockOf, daysOf, daysFrom, spoken, today } from './days.ts'
import { keyOf, type Occurrence } from './types.ts'

/** What comes, day by day; days with nothing are left out. */
export function Agenda({
  first,
  count,
  items,
  hue,
  whose,
  onOpen,
  children,
}: {
  first: string
  count: number
  items: readonly Occurrence[]
  hue: (one: Occurrence) => number
  whose: (one: Occurrence) => string | undefined
  onOpen: (one: Occurrence) => void
  children: React.ReactNode
}) {
  const days = daysFrom(first, count)
    .map((day) => ({
      day,
      mine: items.filter((one) => daysOf(one)[0] <= day && day <= daysOf(one)[1]),
    }))
    .filter(({ mine }) => mine.length > 0)
  if (days.length === 0)
    return (
      <Empty icon="calendar" title={t('Nothing is planned')} action={children}>
        {t('Plan a meeting, or lay a colleague’s calendar over yours.')}
      </Empty>
    )
  return (
    <div className="agenda">
      {days.map(({ day, mine }) => (
        <section key={day} aria-label={spoken(day)}>
          <h2 className={day === today() ? 'today' : ''}>{spoken(day)}</h2>
          <ul>
            {mine
              .toSorted(
                (a, b) =>
                  Number(b.all_day) - Number(a.all_day) || a.starts_at.localeCompare(b.starts_at),
              )
              .map((one) => (
                <li key={keyOf(one)}>
                  <button
                    type="button"
                    className={`agenda-item ${markOf(one)}`}
                    disabled={!one.detail}
                    onClick={() => onOpen(one)}
                  >
                    <span className={`agenda-edge hue-${hue(one)} edge-${hue(one)}`} aria-hidden />
                    <span className="agenda-time">
                      {one.all_day
                        ? t('All day')
                        : `${clockOf(one.starts_at)}–${clockOf(one.ends_at)}`}
                    </span>
                    <span className="agenda-words">
                      <strong>
                        {one.private && <Icon name="lock" size={13} />} {titleOf(one, whose(one))}
                      </strong>
                      {one.place && <small className="muted">{one.place}</small>}
                    </span>
                    {one.mine === 'none' ? (
                      <Tag text={answerOf(one)} tone="open" />
                    ) : (
                      answerOf(one) && <small className="muted">{answerOf(one)}</small>
                    )}
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
