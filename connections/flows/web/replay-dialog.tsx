import { useRef, useState } from 'react'
import {
  Button,
  call,
  Dialog,
  ErrorLine,
  refreshActions,
  Segmented,
  SelectField,
  t,
  type Problem,
} from '#web'
import { Value } from './seen.tsx'

/** Asked for in one call; between them the bar moves and one may stop. */
const AT_ONCE = 10

interface Item {
  origin: string
  run?: string
  state: string
  before?: unknown
  after?: unknown
  same?: boolean
}

/** Runs once more: first what would differ, then, if one wants, for real. */
export function ReplayDialog({
  runs,
  steps = [],
  first = 'start',
  onDone,
  onClose,
}: {
  runs: readonly string[]
  /** Of a single run: where one may begin. */
  steps?: readonly { path: string; title: string }[]
  first?: string
  onDone?: (run: string) => void
  onClose: () => void
}) {
  const [from, setFrom] = useState(first)
  const [version, setVersion] = useState<'same' | 'newest'>('same')
  const [shown, setShown] = useState<Item[]>()
  const [begun, setBegun] = useState<Item[]>([])
  const [done, setDone] = useState<number>()
  const [problem, setProblem] = useState<Problem>()
  const stop = useRef(false)
  const options = { from, version }
  const changed = (set: () => void) => {
    set()
    setShown(undefined)
  }
  const compare = async () => {
    setProblem(undefined)
    const answer = await call<{ items: Item[] }>('flows.run.replay', {
      ...options,
      runs: runs.slice(0, AT_ONCE),
      dry: true,
    })
    if (answer.ok) setShown(answer.value.items)
    else setProblem(answer.problem)
  }
  const go = async () => {
    setProblem(undefined)
    stop.current = false
    const all: Item[] = []
    for (let at = 0; at < runs.length && !stop.current; at += AT_ONCE) {
      setDone(at)
      const answer = await call<{ items: Item[] }>('flows.run.replay', {
        ...options,
        runs: runs.slice(at, at + AT_ONCE),
      })
      if (!answer.ok) {
        setProblem(answer.problem)
        break
      }
      all.push(...answer.value.items)
      setBegun([...all])
      setDone(Math.min(at + AT_ONCE, runs.length))
    }
    refreshActions(['flows.run'])
    const [only] = all
    if (runs.length === 1 && only?.run) onDone?.(only.run)
  }
  const running = done !== undefined && done < runs.length && !stop.current && !problem
  return (
    <Dialog
      title={runs.length === 1 ? t('Run again') : t('Run {n} again', { n: runs.length })}
      onClose={onClose}
      wide
    >
      <div className="stack">
        <SelectField
          label={t('From where')}
          value={from}
          onChange={(next) => changed(() => setFrom(next))}
          options={[
            { value: 'start', label: t('From the beginning: everything happens again') },
            { value: 'failed', label: t('From where it failed: what was done stays done') },
            ...steps.map(({ path, title }) => ({
              value: path,
              label: t('From the step “{name}”', { name: title }),
            })),
          ]}
        />
        <Segmented
          label={t('Version')}
          value={version}
          onChange={(next) => changed(() => setVersion(next))}
          options={[
            { value: 'same', label: t('The version of then') },
            { value: 'newest', label: t('The newest version') },
          ]}
        />
        {shown && <Comparison items={shown} of={runs.length} />}
        <ErrorLine problem={problem} />
        {done !== undefined && (
          <p role="status">
            <progress value={done} max={runs.length} aria-label={t('Progress')} />{' '}
            {t('{done} of {n}', { done, n: runs.length })}
            {begun.length < done && ` · ${t('{n} left out', { n: done - begun.length })}`}
          </p>
        )}
        <div className="form-foot">
          {running ? (
            <Button
              onClick={() => {
                stop.current = true
              }}
            >
              {t('Stop')}
            </Button>
          ) : (
            <Button onClick={onClose}>{done === undefined ? t('Cancel') : t('Close')}</Button>
          )}
          {done === undefined &&
            (shown ? (
              <Button tone="primary" onClick={() => void go()}>
                {t('Run again')}
              </Button>
            ) : (
              <Button tone="primary" onClick={() => void compare()}>
                {t('Show what would differ')}
              </Button>
            ))}
        </div>
      </div>
    </Dialog>
  )
}

function Comparison({ items, of }: { items: Item[]; of: number }) {
  const differs = items.filter(({ same }) => same === false)
  return (
    <section className="section" aria-label={t('What would differ')}>
      <p>
        {differs.length === 0
          ? t('Of {n} looked at, none would answer differently.', { n: items.length })
          : t('{m} of {n} looked at would answer differently.', {
              m: differs.length,
              n: items.length,
            })}{' '}
        {of > items.length &&
          t('The first {n} of {all} were looked at.', { n: items.length, all: of })}
      </p>
      {differs.slice(0, 3).map((item) => (
        <div key={item.origin} className="flow-compare">
          <Value title={t('Then')} value={item.before ?? null} />
          <Value
            title={t('Now')}
            value={item.after ?? t('It comes to a step with an effect; that would happen.')}
          />
        </div>
      ))}
    </section>
  )
}
