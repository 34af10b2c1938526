import { useState } from 'react'
import {
  ErrorState,
  Loading,
  PersonName,
  Segmented,
  calendarDay,
  numberText,
  t,
  tn,
  useAction,
} from '#web'
import { shortDay } from './types.ts'
import type { Open } from './use-project.ts'

interface Statistics {
  burn_up: { day: string; scope: number; done: number }[]
  weeks: { week: string; made: number; done: number }[]
  states: { state: string; tasks: number; hours: number }[]
  people: { person?: string; open: number; overdue: number }[]
}

/** How the work grows and how much of it is done, what each week brought, and where it waits. */
export function Numbers({ open }: { open: Open }) {
  const [days, setDays] = useState<'14' | '60' | '180'>('60')
  const { data, problem, refetch } = useAction<Statistics>(
    'projects.project.statistics',
    { project: open.project.id, days: Number(days) },
    { keep: true },
  )
  if (problem) return <ErrorState problem={problem} onRetry={() => void refetch()} />
  if (!data) return <Loading rows={8} />
  const hours = new Map(data.states.map(({ state, ...rest }) => [state, rest]))
  return (
    <div className="body numbers">
      <Segmented
        label={t('Days')}
        value={days}
        onChange={setDays}
        options={[
          { value: '14', label: t('Two weeks') },
          { value: '60', label: t('Two months') },
          { value: '180', label: t('Half a year') },
        ]}
      />
      <section className="panel" aria-label={t('Burn-up')}>
        <h2>{t('Burn-up')}</h2>
        <BurnUp days={data.burn_up} />
      </section>
      <section className="panel" aria-label={t('Done by week')}>
        <h2>{t('Done by week')}</h2>
        <Weeks weeks={data.weeks} />
      </section>
      <section className="panel" aria-label={t('By column')}>
        <h2>{t('By column')}</h2>
        <table className="plain-table">
          <thead>
            <tr>
              <th>{t('Column')}</th>
              <th className="number">{t('Tasks')}</th>
              <th className="number">{t('Hours')}</th>
            </tr>
          </thead>
          <tbody>
            {open.project.states.map(({ key, name }) => (
              <tr key={key}>
                <td>{name}</td>
                <td className="number">{numberText(hours.get(key)?.tasks ?? 0)}</td>
                <td className="number">{numberText(hours.get(key)?.hours ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="panel" aria-label={t('Open, by person')}>
        <h2>{t('Open, by person')}</h2>
        <table className="plain-table">
          <thead>
            <tr>
              <th>{t('Person')}</th>
              <th className="number">{t('Open')}</th>
              <th className="number">{t('Overdue')}</th>
            </tr>
          </thead>
          <tbody>
            {data.people.map((one) => (
              <tr key={one.person ?? '-'}>
                <td>{one.person ? <PersonName id={one.person} avatar /> : t('Nobody’s yet')}</td>
                <td className="number">{numberText(one.open)}</td>
                <td className="number">{numberText(one.overdue)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

const WIDTH = 640
const HEIGHT = 200

function BurnUp({ days }: { days: Statistics['burn_up'] }) {
  const most = Math.max(1, ...days.map(({ scope }) => scope))
  const x = (at: number) => (at / Math.max(1, days.length - 1)) * WIDTH
  const y = (value: number) => HEIGHT - (value / most) * (HEIGHT - 8)
  const line = (pick: (day: Statistics['burn_up'][number]) => number) =>
    days
      .map((day, at) => `${at === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(pick(day)).toFixed(1)}`)
      .join(' ')
  const last = days.at(-1) ?? { scope: 0, done: 0, day: '' }
  const said = t('{done} of {all} done', {
    done: last.done,
    all: tn(last.scope, '{n} task', '{n} tasks'),
  })
  return (
    <figure className="chart">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={said}
        preserveAspectRatio="none"
      >
        <path
          className="chart-area"
          d={`${line(({ done }) => done)} L${WIDTH} ${HEIGHT} L0 ${HEIGHT} Z`}
        />
        <path className="chart-line all" d={line(({ scope }) => scope)} />
        <path className="chart-line done" d={line(({ done }) => done)} />
      </svg>
      <figcaption className="row">
        <small>{days[0] && shortDay(days[0].day)}</small>
        <span className="grow" />
        <small className="chart-key all">{t('All tasks')}</small>
        <small className="chart-key done">{t('Done')}</small>
        <strong className="number">{said}</strong>
        <span className="grow" />
        <small>{last.day && shortDay(last.day)}</small>
      </figcaption>
    </figure>
  )
}

function Weeks({ weeks }: { weeks: Statistics['weeks'] }) {
  const most = Math.max(1, ...weeks.map(({ done }) => done))
  return (
    <ol className="chart-bars" tabIndex={0} aria-label={t('Done by week')}>
      {weeks.map(({ week, done }) => (
        <li key={week} title={calendarDay(week)}>
          <span className="number">{done}</span>
          <span className="bar" style={{ height: `${(done / most) * 100}px` }} />
          <small>{week.slice(5).replace('-', '/')}</small>
        </li>
      ))}
    </ol>
  )
}
