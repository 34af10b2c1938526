import {
  Button,
  ErrorLine,
  Loading,
  Tag,
  Time,
  t,
  useAction,
  useCatalog,
  useCommand,
  wordsOf,
  type Paged,
} from '#web'
import { TONES, type Alarm, type Device, type Kind } from './types.ts'
import { readingOf } from './words.ts'

/** What it gave alarm of, the newest first; an open one can be acknowledged here too. */
export function Alarms({ device, kind }: { device: Device; kind: Kind }) {
  const catalog = useCatalog()
  const { data, problem } = useAction<Paged<Alarm>>('devices.alarm.list', {
    where: { device: device.id },
    sort: ['-raised_at'],
    limit: 20,
  })
  const acknowledge = useCommand('devices.alarm.acknowledge', { refresh: ['devices.'] })
  const state = (alarm: Alarm) =>
    catalog.title(`devices.alarm.state.${alarm.state}`, wordsOf(alarm.state))
  return (
    <section className="panel" aria-label={t('Alarms')}>
      <h2>{t('Alarms')}</h2>
      {!data && !problem && <Loading rows={3} />}
      {data?.items.length === 0 && <p className="muted">{t('No alarm yet.')}</p>}
      <ul className="device-list">
        {data?.items.map((alarm) => (
          <li key={alarm.id}>
            <span className="grow">
              <b>{alarm.title}</b>
              {alarm.value !== undefined && (
                <span className="number">
                  {readingOf(
                    kind.metrics.find(({ key }) => key === alarm.metric),
                    alarm.value,
                  )}
                </span>
              )}
              <small className="muted">
                <Time at={alarm.raised_at} />
              </small>
            </span>
            <Tag
              text={state(alarm)}
              tone={alarm.state === 'cleared' ? 'done' : TONES[alarm.severity]!}
            />
            {alarm.state === 'open' && (
              <Button
                small
                busy={acknowledge.isPending}
                onClick={() => acknowledge.mutate({ alarm: alarm.id })}
              >
                {t('Acknowledge')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ErrorLine problem={problem ?? acknowledge.problem} />
    </section>
  )
}
