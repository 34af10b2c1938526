import './flows.css'
import { useDeferredValue, useState } from 'react'
import {
  Button,
  Check,
  Empty,
  ErrorState,
  Head,
  Icon,
  Link,
  Loading,
  numberText,
  Page,
  SelectField,
  t,
  Time,
  tn,
  useAction,
  useLanguage,
  usePaged,
  type Paged,
} from '#web'
import { ReplayDialog } from './replay-dialog.tsx'
import type { FlowRow, RunRow, RunState } from './types.ts'
import { causeWords, classWords, msText, RUN_ICON, RUN_TONE, runWords } from './words.ts'

const STATES: RunState[] = ['done', 'failed', 'running', 'waiting', 'ready', 'queued', 'cancelled']
const PAGE = 50
const DAY_MS = 86_400_000

interface Group {
  flow: string
  class: string
  step: string
  count: number
}

/** Runs newest first; pages by key, so the millionth costs what the first does. */
export function RunsPage({ flow: id }: { flow?: string }) {
  useLanguage()
  const [state, setState] = useState('')
  const [kind, setKind] = useState('')
  const [step, setStep] = useState('')
  const [of, setOf] = useState(id)
  const [days, setDays] = useState('7')
  const [key, setKey] = useState('')
  const lane = useDeferredValue(key.trim())
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [again, setAgain] = useState(false)
  const [since] = useState(() => Date.now())
  const where = {
    ...(of ? { flow: of } : {}),
    ...(state ? { state } : {}),
    ...(kind ? { error_class: kind } : {}),
    ...(step ? { error_step: step } : {}),
    ...(days ? { created_at: { gte: new Date(since - Number(days) * DAY_MS).toISOString() } } : {}),
    ...(lane ? { lane: { startsWith: lane } } : {}),
  }
  const list = usePaged<RunRow>('flows.run.list', { where, sort: ['-id'], limit: PAGE })
  const errors = useAction<{ items: Group[] }>('flows.run.errors', {
    days: Number(days || '90'),
    ...(id ? { flow: id } : {}),
  })
  const titles = useTitles([
    ...new Set([
      ...list.items.map(({ flow }) => flow),
      ...(errors.data?.items ?? []).map(({ flow }) => flow),
    ]),
    ...(id ? [id] : []),
  ])
  const failed = (errors.data?.items ?? []).reduce((sum, { count }) => sum + count, 0)
  const nameOf = (flow: string) => titles.get(flow) ?? '…'
  const select = (group: Group) => {
    setState('failed')
    setKind(group.class)
    setStep(group.step)
    setOf(group.flow)
  }
  const clear = () => {
    setState('')
    setKind('')
    setStep('')
    setOf(id)
    setKey('')
  }
  const filtered = Boolean(state || kind || step || lane || of !== id)
  return (
    <Page>
      <Head
        backTo={id ? `/flows/${id}` : '/flows'}
        title={id ? t('Runs of “{name}”', { name: nameOf(id) }) : t('Runs')}
        sub={
          failed > 0
            ? tn(failed, '{n} run failed in this time', '{n} runs failed in this time')
            : undefined
        }
      />
      <div className="flow-bar flow-filters">
        <Link className="button small not-phone" to={id ? `/flows/${id}` : '/flows'}>
          <Icon name="back" size={16} /> {id ? t('The flow') : t('All flows')}
        </Link>
        <SelectField
          label={t('State')}
          hideLabel
          value={state}
          empty={t('Every state')}
          onChange={setState}
          options={STATES.map((value) => ({ value, label: runWords(value) }))}
        />
        <SelectField
          label={t('Time')}
          hideLabel
          value={days}
          empty={t('All time')}
          onChange={setDays}
          options={['1', '7', '30', '90'].map((value) => ({
            value,
            label: tn(Number(value), 'The last day', 'The last {n} days'),
          }))}
        />
        <input
          type="search"
          className="input flow-search"
          aria-label={t('Key of the run')}
          placeholder={t('Key of the run')}
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
        {filtered && (
          <Button small tone="quiet" onClick={clear}>
            {t('Show all')}
          </Button>
        )}
        <span className="grow" />
        {chosen.size > 0 && (
          <Button small icon="refresh" onClick={() => setAgain(true)}>
            {tn(chosen.size, 'Run {n} again', 'Run {n} again')}
          </Button>
        )}
      </div>
      <div className="body flow-runs">
        {(errors.data?.items.length ?? 0) > 0 && (
          <section className="section" aria-label={t('Failed, by class')}>
            <h2>{t('Failed, by class')}</h2>
            <ul className="flow-groups">
              {errors.data!.items.slice(0, 8).map((group) => (
                <li key={`${group.flow} ${group.class} ${group.step}`}>
                  <button
                    type="button"
                    className="item"
                    aria-pressed={kind === group.class && step === group.step && of === group.flow}
                    onClick={() => select(group)}
                  >
                    <span className="tag danger">{numberText(group.count)}</span>
                    <span className="words">
                      <span>
                        {classWords(group.class)}
                        {group.step && ` · ${group.step}`}
                      </span>
                      {!id && <small>{nameOf(group.flow)}</small>}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        {list.problem ? (
          <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
        ) : list.isPending ? (
          <Loading />
        ) : list.items.length === 0 ? (
          <Empty icon="history" title={filtered ? t('No such run') : t('No run in this time')}>
            {filtered
              ? undefined
              : t('Each time a flow begins, its run stands here with every step.')}
          </Empty>
        ) : (
          <ul className="panel rows flow-list" aria-label={t('Runs')}>
            {list.items.map((run) => (
              <RunLine
                key={run.id}
                run={run}
                title={id ? undefined : nameOf(run.flow)}
                chosen={chosen.has(run.id)}
                onChoose={(on) => {
                  const next = new Set(chosen)
                  if (on) next.add(run.id)
                  else next.delete(run.id)
                  setChosen(next)
                }}
              />
            ))}
          </ul>
        )}
        <div className="row">
          {list.hasNextPage && (
            <Button onClick={() => void list.fetchNextPage()} busy={list.isFetchingNextPage}>
              {t('Show more')}
            </Button>
          )}
          {list.items.length > 1 && (
            <Button
              small
              tone="quiet"
              onClick={() =>
                setChosen(chosen.size > 0 ? new Set() : new Set(replayable(list.items)))
              }
            >
              {chosen.size > 0 ? t('Choose none') : t('Choose all that ended')}
            </Button>
          )}
        </div>
      </div>
      {again && (
        <ReplayDialog
          runs={[...chosen]}
          onClose={() => {
            setAgain(false)
            setChosen(new Set())
          }}
        />
      )}
    </Page>
  )
}

const replayable = (runs: readonly RunRow[]) =>
  runs.flatMap(({ id, state }) => (['done', 'failed', 'cancelled'].includes(state) ? [id] : []))

function RunLine({
  run,
  title,
  chosen,
  onChoose,
}: {
  run: RunRow
  title: string | undefined
  chosen: boolean
  onChoose: (on: boolean) => void
}) {
  const ended = run.ended_at && run.started_at
  const name = title ?? causeWords(run.cause)
  return (
    <li>
      <Check
        label={<span className="unseen">{t('Choose the run of {name}', { name })}</span>}
        checked={chosen}
        disabled={!['done', 'failed', 'cancelled'].includes(run.state)}
        onChange={onChoose}
      />
      <span className={`tag ${RUN_TONE[run.state]}`}>
        <Icon name={RUN_ICON[run.state]} size={14} /> {runWords(run.state)}
      </span>
      <span className="person-words grow">
        <Link className="name clip" to={`/flows/${run.flow}/runs/${run.id}`}>
          {name}
        </Link>
        <small className="clip">
          {[
            title ? causeWords(run.cause) : undefined,
            run.lane ? t('key {key}', { key: run.lane }) : undefined,
            run.origin ? t('run again') : undefined,
            run.error
              ? `${classWords(run.error_class ?? 'bug')}${run.error_step ? ` · ${run.error_step}` : ''}: ${t(run.error)}`
              : undefined,
          ]
            .filter(Boolean)
            .join(' · ') || t('Version {n}', { n: run.version })}
        </small>
      </span>
      {ended && (
        <small className="number muted not-phone">
          {msText(Date.parse(run.ended_at!) - Date.parse(run.started_at!))}
        </small>
      )}
      <small className="number">
        <Time at={run.created_at} />
      </small>
    </li>
  )
}

/** Names of the flows on the page, asked once for all. */
function useTitles(ids: readonly string[]): ReadonlyMap<string, string> {
  const asked = [...new Set(ids)].toSorted().slice(0, 200)
  const flows = useAction<Paged<FlowRow>>(
    'flows.flow.list',
    asked.length > 0 ? { where: { id: { in: asked } }, limit: 200 } : undefined,
    { keep: true },
  )
  return new Map((flows.data?.items ?? []).map(({ id, title }) => [id, title]))
}
