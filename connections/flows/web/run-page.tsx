import './flows.css'
import { useMemo, useState } from 'react'
import {
  Button,
  ConfirmDialog,
  ErrorLine,
  ErrorState,
  go,
  Head,
  Icon,
  Link,
  Loading,
  Page,
  Segmented,
  SidePanel,
  t,
  Time,
  useCatalog,
  useCommand,
} from '#web'
import { useKinds } from './kinds.ts'
import { TRIGGER } from './layout.ts'
import { Picture, type View } from './picture.tsx'
import { Questions } from './questions.tsx'
import { ReplayDialog } from './replay-dialog.tsx'
import { byStep, useRunLook } from './samples.ts'
import { Seen, Value } from './seen.tsx'
import { findStep, stepOfPath } from './tree.ts'
import type { Kinds, RunLook } from './types.ts'
import {
  causeWords,
  classWords,
  dueText,
  ENDED,
  msText,
  RUN_ICON,
  RUN_TONE,
  runWords,
  stepTitle,
} from './words.ts'

export function RunPage({ id }: { id: string }) {
  const look = useRunLook(id)
  const { kinds, problem } = useKinds()
  const wrong = look.problem ?? problem
  if (wrong)
    return (
      <Page>
        <Head title={t('Run')} backTo="/flows" />
        <ErrorState problem={wrong} onRetry={() => void look.refetch()} />
      </Page>
    )
  if (!look.data || !kinds)
    return (
      <Page>
        <Loading shape="page" />
      </Page>
    )
  return <RunView look={look.data} kinds={kinds} onChanged={() => void look.refetch()} />
}

/** A run on the canvas of its own version, each step with what happened. */
function RunView({
  look,
  kinds,
  onChanged,
}: {
  look: RunLook
  kinds: Kinds
  onChanged: () => void
}) {
  const catalog = useCatalog()
  const { run, definition, steps } = look
  const [selected, setSelected] = useState<string | undefined>(() =>
    run.error_step ? stepOfPath(run.error_step) : undefined,
  )
  const [view, setView] = useState<View>('canvas')
  const [asking, setAsking] = useState<'cancel' | 'again'>()
  const [from, setFrom] = useState('start')
  const seen = useMemo(() => byStep(steps), [steps])
  const ended = ENDED.includes(run.state)
  const retry = useCommand('flows.run.retry', { refresh: ['flows.run'], onDone: onChanged })
  const titleOf = (step: string) => {
    const found = findStep(definition, kinds, step)?.step
    return found ? stepTitle(found, kinds.get(found.kind), catalog) : step
  }
  const again = (path: string) => {
    setFrom(path)
    setAsking('again')
  }
  const top = steps.filter(({ path, state }) => !path.includes('/') && state !== 'skipped')
  const chosen = selected === TRIGGER ? undefined : selected
  return (
    <>
      <Page
        side={
          selected && (
            <SidePanel
              title={chosen ? titleOf(chosen) : t('Trigger')}
              onClose={() => setSelected(undefined)}
            >
              {chosen ? (
                <div className="stack">
                  <Seen key={chosen} steps={seen.get(chosen) ?? []} />
                  {ended && top.some(({ path }) => path === chosen) && (
                    <Button icon="refresh" onClick={() => again(chosen)}>
                      {t('Run again from here')}
                    </Button>
                  )}
                </div>
              ) : (
                <Value title={t('What it began with')} value={look.input} />
              )}
            </SidePanel>
          )
        }
      >
        <Head
          backTo={`/flows/${run.flow}/runs`}
          title={look.title}
          sub={`${causeWords(run.cause)} · ${t('Version {n}', { n: run.version })}`}
          menu={
            ended
              ? [{ label: t('Run again'), icon: 'refresh', run: () => again('start') }]
              : [
                  {
                    label: t('Cancel the run'),
                    icon: 'close',
                    danger: true,
                    run: () => setAsking('cancel'),
                  },
                ]
          }
          primary={
            run.state === 'failed' ? (
              <Button
                tone="primary"
                icon="refresh"
                busy={retry.isPending}
                onClick={() => retry.mutate({ run: run.id })}
              >
                {t('Try again from the failed step')}
              </Button>
            ) : undefined
          }
        >
          <span className={`tag ${RUN_TONE[run.state]}`}>
            <Icon name={RUN_ICON[run.state]} size={14} /> {runWords(run.state)}
          </span>
        </Head>
        <div className="flow-bar">
          <Link className="button small not-phone" to={`/flows/${run.flow}/runs`}>
            <Icon name="back" size={16} /> {t('All its runs')}
          </Link>
          <span className="not-phone">
            <Segmented
              label={t('Shown as')}
              value={view}
              onChange={setView}
              options={[
                { value: 'canvas', label: t('Canvas') },
                { value: 'list', label: t('List') },
              ]}
            />
          </span>
          <span className="muted">
            <Time at={run.created_at} />
          </span>
          {run.started_at && run.ended_at && (
            <span className="muted">
              {msText(Date.parse(run.ended_at) - Date.parse(run.started_at))}
            </span>
          )}
          {run.state === 'waiting' && run.due_at && (
            <span className="muted">{dueText(run.due_at)}</span>
          )}
          {run.origin && (
            <Link to={`/flows/${run.flow}/runs/${run.origin}`}>{t('The run it repeats')}</Link>
          )}
          <span className="grow" />
          <Link className="button small" to={`/flows/${run.flow}`}>
            {t('The flow')}
          </Link>
        </div>
        <ErrorLine problem={retry.problem} />
        {run.error && (
          <p className="flow-note danger" role="status">
            <Icon name="warning" size={16} />
            <span>
              <b>{classWords(run.error_class ?? 'bug')}</b>
              {run.error_step && <> · {titleOf(stepOfPath(run.error_step))}</>}: {t(run.error)}
            </span>
          </p>
        )}
        {run.state === 'waiting' && <Questions run={run.id} onAnswered={onChanged} />}
        {look.more && (
          <p className="flow-note" role="status">
            <Icon name="info" size={16} /> {t('It has more steps than are shown here.')}
          </p>
        )}
        <Picture
          view={view}
          flow={definition}
          kinds={kinds}
          selected={selected}
          editable={false}
          seen={seen}
          faults={NONE}
          onSelect={setSelected}
          plusLabel={() => ''}
        />
        {look.output !== undefined && view === 'list' && (
          <div className="flow-result">
            <Value title={t('What it answered')} value={look.output} />
          </div>
        )}
      </Page>
      {asking === 'cancel' && (
        <ConfirmDialog
          title={t('Cancel the run?')}
          text={t('What it has done stays done; nothing more of it happens.')}
          verb={t('Cancel the run')}
          action="flows.run.cancel"
          input={{ run: run.id }}
          refresh={['flows.run']}
          onDone={onChanged}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking === 'again' && (
        <ReplayDialog
          runs={[run.id]}
          first={from}
          steps={top.map(({ path }) => ({ path, title: titleOf(path) }))}
          onDone={(next) => go(`/flows/${run.flow}/runs/${next}`)}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  )
}
const NONE: ReadonlyMap<string, string> = new Map()
