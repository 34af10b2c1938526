import './flows.css'
import { useDeferredValue, useState } from 'react'
import {
  Button,
  Empty,
  ErrorState,
  Head,
  Icon,
  Link,
  Loading,
  Page,
  PersonName,
  Segmented,
  t,
  Time,
  useAction,
  useCatalog,
  useLanguage,
  usePaged,
} from '#web'
import { NewFlow } from './new-flow.tsx'
import { Switch } from './switch.tsx'
import type { FlowRow, RunState } from './types.ts'
import { rowTriggerWords, RUN_ICON, RUN_TONE, runWords, STATE_TONE, stateWords } from './words.ts'

type Shown = 'all' | 'enabled' | 'disabled' | 'stopped'
const PAGE = 50

/** Every flow one may see: what begins it, whether it is on, how its last runs went. */
export function FlowsPage() {
  useLanguage()
  const catalog = useCatalog()
  const may = catalog.can('flows.flow.create')
  const [making, setMaking] = useState(false)
  const [shown, setShown] = useState<Shown>('all')
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const list = usePaged<FlowRow>('flows.flow.list', {
    where: { state: shown === 'all' ? { in: ['enabled', 'disabled', 'stopped'] } : shown },
    sort: ['-updated_at'],
    limit: PAGE,
    ...(search ? { search } : {}),
  })
  const flows = list.items
  const none = !list.isPending && flows.length === 0
  const fresh = none && shown === 'all' && search === ''
  const create = may ? (
    <Button tone="primary" icon="plus" onClick={() => setMaking(true)}>
      {t('New flow')}
    </Button>
  ) : undefined
  return (
    <Page>
      <Head
        title={t('Flows')}
        sub={t('What happens by itself: a trigger, then step by step.')}
        primary={fresh ? undefined : create}
      />
      <div className="flow-bar">
        <input
          type="search"
          className="input flow-search"
          aria-label={t('Search flows')}
          placeholder={t('Search flows')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Segmented<Shown>
          label={t('State')}
          value={shown}
          onChange={setShown}
          options={[
            { value: 'all', label: t('All') },
            { value: 'enabled', label: t('On') },
            { value: 'disabled', label: t('Off') },
            { value: 'stopped', label: t('Stopped') },
          ]}
        />
        <span className="grow" />
        <Link className="button small" to="/flows/runs">
          <Icon name="history" size={16} /> {t('All runs')}
        </Link>
      </div>
      {list.problem ? (
        <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading />
      ) : fresh ? (
        <Empty icon="flow" title={t('No flow yet')} action={create}>
          {may
            ? t(
                'A flow does for you what you do again and again: when something happens, it asks, writes, calculates and tells. Begin with a template; it is off until you switch it on.',
              )
            : t(
                'Flows that are yours appear here. To make one, ask an administrator for the right.',
              )}
        </Empty>
      ) : none ? (
        <Empty icon="search" title={t('No such flow')} />
      ) : (
        <div className="body">
          <FlowList flows={flows} />
          {list.hasNextPage && (
            <Button onClick={() => void list.fetchNextPage()} busy={list.isFetchingNextPage}>
              {t('Show more')}
            </Button>
          )}
        </div>
      )}
      {making && <NewFlow onClose={() => setMaking(false)} />}
    </Page>
  )
}

interface Recent {
  flow: string
  run: string
  state: RunState
  at: string
}

function FlowList({ flows }: { flows: FlowRow[] }) {
  const catalog = useCatalog()
  const recent = useAction<{ items: Recent[] }>(
    'flows.run.recent',
    { flows: flows.map(({ id }) => id).slice(0, 200) },
    { keep: true },
  )
  const byFlow = Map.groupBy(recent.data?.items ?? [], ({ flow }) => flow)
  const may = catalog.can('flows.flow.enable')
  return (
    <ul className="panel rows flow-list" aria-label={t('Flows')}>
      {flows.map((flow) => (
        <li key={flow.id}>
          <span className="person-words grow">
            <Link className="name clip" to={`/flows/${flow.id}`}>
              {flow.title}
            </Link>
            <small className="clip">{rowTriggerWords(flow, catalog)}</small>
            {flow.state === 'stopped' && flow.reason && (
              <small className="flow-stopped">{t(flow.reason)}</small>
            )}
          </span>
          <Dots flow={flow} runs={byFlow.get(flow.id) ?? []} />
          <span className="flow-owner not-phone">
            <PersonName id={flow.owner} avatar />
          </span>
          {may ? (
            <Switch flow={flow} small />
          ) : (
            <span className={`tag ${STATE_TONE[flow.state]}`}>{stateWords(flow.state)}</span>
          )}
        </li>
      ))}
    </ul>
  )
}

/** The last runs, newest first, each a way to itself. */
function Dots({ flow, runs }: { flow: FlowRow; runs: Recent[] }) {
  const last = runs[0]
  if (!last) return <small className="muted flow-dots">{t('No run yet')}</small>
  const failed = runs.filter(({ state }) => state === 'failed').length
  return (
    <Link className="flow-dots" to={`/flows/${flow.id}/runs`}>
      <span className="unseen">
        {t('Last {n} runs, {failed} failed', { n: runs.length, failed })}
      </span>
      <span className="flow-row" aria-hidden>
        {runs.slice(0, 10).map(({ run, state }) => (
          <span key={run} className={`flow-run ${RUN_TONE[state]}`} title={runWords(state)}>
            <Icon name={RUN_ICON[state]} size={12} />
          </span>
        ))}
      </span>
      <small>
        <Time at={last.at} />
      </small>
    </Link>
  )
}
