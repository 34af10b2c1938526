import { useState } from 'react'
import {
  Button,
  ConfirmDialog,
  Dialog,
  ErrorLine,
  Loading,
  SidePanel,
  Tag,
  exactTime,
  refreshActions,
  t,
  told,
  useAction,
  useCommand,
} from '#web'
import { SecretDialog } from './new-endpoint.tsx'
import { stateTitle, TONES, type DeliveryRow, type EndpointRow } from './types.ts'

/** One webhook: what it is told, how it took it, and what can be done. */
export function EndpointPanel({ one, onClose }: { one: EndpointRow; onClose: () => void }) {
  const [rotating, setRotating] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const test = useCommand<{ status?: number; error?: string; took_ms: number }>(
    'hooks.endpoint.try',
  )
  const update = useCommand('hooks.endpoint.update')
  const rotate = useCommand<{ secret: string }>('hooks.endpoint.rotate')
  return (
    <SidePanel title={one.name} onClose={onClose}>
      <div className="stack">
        <p className="hook-state">
          <Tag text={stateTitle(one.state)} tone={TONES[one.state]} />
          <small className="muted">{one.url}</small>
        </p>
        {one.state === 'failing' && one.failing_since && (
          <p>
            {t('Nothing has arrived since {at}. It is tried again for three days.', {
              at: exactTime(one.failing_since),
            })}{' '}
            {one.last_error ??
              (one.last_status ? t('It answered {n}.', { n: one.last_status }) : '')}
          </p>
        )}
        <ul className="hook-events" aria-label={t('What it is told of')}>
          {one.events.map((event) => (
            <li key={event}>
              <code>{event}</code>
            </li>
          ))}
        </ul>
        <div className="hook-buttons">
          <Button
            icon="send"
            busy={test.isPending}
            onClick={() => test.mutate({ endpoint: one.id })}
          >
            {t('Send a test')}
          </Button>
          <Button
            busy={update.isPending}
            onClick={() => update.mutate({ endpoint: one.id, on: one.state === 'off' })}
          >
            {one.state === 'off' ? t('Switch on') : t('Switch off')}
          </Button>
          <Button icon="key" onClick={() => setRotating(true)}>
            {t('New secret')}
          </Button>
          <Button icon="trash" onClick={() => setDeleting(true)}>
            {t('Delete')}
          </Button>
        </div>
        {test.data && (
          <p role="status">
            {test.data.status
              ? t('It answered {n} after {ms} ms.', {
                  n: test.data.status,
                  ms: test.data.took_ms,
                })
              : test.data.error}
          </p>
        )}
        <ErrorLine problem={test.problem ?? update.problem ?? rotate.problem} />
        <Deliveries endpoint={one.id} />
      </div>
      {rotating && !rotate.data && (
        <Dialog title={t('A new secret?')} onClose={() => setRotating(false)}>
          <p>{t('For a day both sign, so that the other server can change over.')}</p>
          <ErrorLine problem={rotate.problem} />
          <div className="form-foot">
            <Button onClick={() => setRotating(false)}>{t('Cancel')}</Button>
            <Button
              tone="primary"
              busy={rotate.isPending}
              onClick={() => rotate.mutate({ endpoint: one.id })}
            >
              {t('New secret')}
            </Button>
          </div>
        </Dialog>
      )}
      {rotate.data && (
        <SecretDialog
          secret={rotate.data.secret}
          onClose={() => {
            rotate.reset()
            setRotating(false)
          }}
        />
      )}
      {deleting && (
        <ConfirmDialog
          title={t('Delete the webhook “{name}”?', { name: one.name })}
          text={t('It is told nothing more, and its deliveries are forgotten.')}
          verb={t('Delete')}
          action="hooks.endpoint.delete"
          input={{ endpoint: one.id }}
          onDone={onClose}
          onClose={() => setDeleting(false)}
        />
      )}
    </SidePanel>
  )
}

function Deliveries({ endpoint }: { endpoint: string }) {
  const list = useAction<{ items: DeliveryRow[] }>('hooks.delivery.list', {
    where: { endpoint },
    sort: ['-created_at'],
    limit: 50,
  })
  const again = useCommand<{ sending: number }>('hooks.delivery.replay', {
    refresh: ['hooks'],
    onDone: ({ sending }) => told(t('{n} are sent again', { n: sending })),
  })
  return (
    <section className="section">
      <div className="hook-head">
        <h2>{t('Deliveries')}</h2>
        <Button small icon="refresh" onClick={() => refreshActions(['hooks'])}>
          {t('Look again')}
        </Button>
      </div>
      {!list.data && <Loading rows={3} />}
      {list.data?.items.length === 0 && <p className="muted">{t('None yet.')}</p>}
      <ul className="hook-deliveries">
        {list.data?.items.map((one) => (
          <li key={one.id}>
            <span className="grow">
              <code>{one.type}</code>
              <small className="muted">
                {[
                  exactTime(one.created_at ?? ''),
                  one.status ?? one.error ?? '',
                  one.took_ms === undefined ? '' : `${one.took_ms} ms`,
                  one.due_at ? t('next attempt {at}', { at: exactTime(one.due_at) }) : '',
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </span>
            <Tag text={deliveryTitle(one.state)} tone={DELIVERY_TONES[one.state]} />
            {one.state !== 'waiting' && (
              <Button
                small
                busy={again.isPending}
                onClick={() => again.mutate({ endpoint, delivery: one.id })}
              >
                {t('Send again')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ErrorLine problem={again.problem ?? list.problem} />
    </section>
  )
}

const DELIVERY_TONES = { waiting: 'waiting', delivered: 'done', given_up: 'failed' } as const
const deliveryTitle = (state: DeliveryRow['state']): string =>
  ({ waiting: t('Waiting'), delivered: t('Delivered'), given_up: t('Given up') })[state]
