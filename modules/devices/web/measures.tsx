import { useState } from 'react'
import { Empty, ErrorState, Loading, Segmented, t, useAction, type Paged } from '#web'
import { LineChart } from './line-chart.tsx'
import type { Bucket, Device, Kind, Metric, Rule } from './types.ts'
import { readingOf } from './words.ts'

const SPANS = { hour: 3600, day: 86_400, week: 7 * 86_400, month: 30 * 86_400 }
type Span = keyof typeof SPANS

/** The last value of every metric; the chosen one over time. */
export function Measures({ device, kind }: { device: Device; kind: Kind }) {
  const [chosen, setChosen] = useState(kind.metrics[0]?.key)
  const [span, setSpan] = useState<Span>('hour')
  const metric = kind.metrics.find(({ key }) => key === chosen) ?? kind.metrics[0]
  if (!metric)
    return (
      <section className="panel">
        <p className="muted">{t('Devices of this kind measure nothing.')}</p>
      </section>
    )
  return (
    <section className="panel" aria-label={t('Measured')}>
      <div className="device-metrics" role="group" aria-label={t('Metric')}>
        {kind.metrics.map((one) => {
          const latest = device.latest?.[one.key]
          return (
            <button
              key={one.key}
              type="button"
              className="device-metric"
              aria-pressed={one.key === metric.key}
              onClick={() => setChosen(one.key)}
            >
              <small>{one.title}</small>
              <b className="number">{latest ? readingOf(one, latest.value) : '–'}</b>
            </button>
          )
        })}
      </div>
      <Segmented
        label={t('How long')}
        value={span}
        onChange={setSpan}
        options={[
          { value: 'hour', label: t('Hour') },
          { value: 'day', label: t('Day') },
          { value: 'week', label: t('Week') },
          { value: 'month', label: t('Month') },
        ]}
      />
      <History device={device} metric={metric} span={span} />
    </section>
  )
}

function History({ device, metric, span }: { device: Device; metric: Metric; span: Span }) {
  // A new minute asks anew; what comes within it stands beside what was asked.
  const minute = Math.floor(Date.parse(device.seen_at ?? device.created_at ?? '') / 60_000)
  const until = (minute + 1) * 60_000
  const from = until - SPANS[span] * 1000
  const { data, problem, refetch } = useAction<{ step_s: number; items: Bucket[] }>(
    'devices.telemetry.range',
    {
      device: device.id,
      metric: metric.key,
      from: new Date(from).toISOString(),
      until: new Date(until).toISOString(),
      points: 300,
    },
    { keep: true },
  )
  const rules = useAction<Paged<Rule>>('devices.rule.list', { limit: 200 }).data?.items ?? []
  if (problem) return <ErrorState problem={problem} onRetry={() => void refetch()} />
  if (!data) return <Loading rows={5} />
  const latest = device.latest?.[metric.key]
  const items = withLatest(data.items, latest, data.step_s)
  if (items.length === 0)
    return (
      <Empty icon="chart" title={t('Nothing was measured then')}>
        {t('Choose a longer time, or wait for the device to report.')}
      </Empty>
    )
  const limits = rules
    .filter(
      (rule) =>
        rule.enabled &&
        rule.metric === metric.key &&
        (rule.device === device.id || rule.kind === device.kind),
    )
    .flatMap(({ threshold, name }) => (threshold === undefined ? [] : [{ at: threshold, name }]))
  return (
    <LineChart
      items={items}
      from={from}
      until={until}
      stepMs={data.step_s * 1000}
      limits={limits}
      title={metric.title}
      reading={(value) => readingOf(metric, value)}
    />
  )
}

function withLatest(
  items: Bucket[],
  latest: { value: number; at: string } | undefined,
  step: number,
): Bucket[] {
  const last = items.at(-1)
  if (!latest || (last && Date.parse(latest.at) < Date.parse(last.at) + step * 1000)) return items
  const { value, at } = latest
  return [...items, { at, least: value, most: value, mean: value, count: 1 }]
}
