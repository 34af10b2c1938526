import { useState } from 'react'
import {
  Button,
  Empty,
  ErrorState,
  Head,
  Loading,
  Page,
  Tag,
  exactTime,
  go,
  t,
  useAction,
  useLanguage,
  type ModulePageProps,
} from '#web'
import { EndpointPanel } from './endpoint-panel.tsx'
import { NewEndpoint } from './new-endpoint.tsx'
import { stateTitle, TONES, type EndpointRow } from './types.ts'

/** Other people's servers that are told what happens here. */
export function WebhooksPage({ page, rest }: ModulePageProps) {
  useLanguage()
  const list = useAction<{ items: EndpointRow[] }>('hooks.endpoint.list', {
    limit: 200,
    sort: ['name'],
  })
  const [making, setMaking] = useState(false)
  const items = list.data?.items ?? []
  const opened = items.find(({ id }) => id === rest[0])
  const make = (
    <Button tone="primary" icon="plus" onClick={() => setMaking(true)}>
      {t('New webhook')}
    </Button>
  )
  return (
    <Page>
      <Head
        title={t('Webhooks')}
        sub={t('Other servers are told what happens here, signed and as often as it takes.')}
        primary={make}
      />
      {list.problem && <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />}
      {!list.data && !list.problem && <Loading shape="list" />}
      {list.data && (
        <div className="hook-split">
          <div className="body">
            {items.length === 0 ? (
              <Empty icon="send" title={t('Nobody is told yet')}>
                {t('Make a webhook to tell another server what happens here, as it happens.')}
              </Empty>
            ) : (
              <ul className="panel rows" aria-label={t('Webhooks')}>
                {items.map((one) => (
                  <li key={one.id}>
                    <button
                      type="button"
                      className="bare hook-row"
                      aria-current={one === opened}
                      onClick={() => go(`${page.path}/${one.id}`)}
                    >
                      <span className="person-words grow">
                        <span className="name">{one.name}</span>
                        <small className="muted">{one.url}</small>
                      </span>
                      <small className="muted">
                        {one.delivered_at
                          ? t('delivered {at}', { at: exactTime(one.delivered_at) })
                          : t('nothing delivered yet')}
                      </small>
                      <Tag text={stateTitle(one.state)} tone={TONES[one.state]} />
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </div>
          {opened && <EndpointPanel one={opened} onClose={() => go(page.path)} />}
        </div>
      )}
      {making && (
        <NewEndpoint onClose={() => setMaking(false)} onMade={(id) => go(`${page.path}/${id}`)} />
      )}
    </Page>
  )
}
