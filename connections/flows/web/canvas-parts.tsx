import { Icon, t, useCatalog } from '#web'
import type { KeyboardEvent } from 'react'
import { TRIGGER, type Spot } from './layout.ts'
import type { Definition, Kinds, Place, SeenStep, Step } from './types.ts'
import {
  kindIcon,
  msText,
  SEEN_ICON,
  SEEN_TONE,
  seenWords,
  stepTitle,
  triggerWords,
} from './words.ts'

export const DOT = 12
export const LANE_HEIGHT = 24

export interface PlusAt {
  block: Place
  index: number
  after: string
}

/** What a picture of a flow needs, on the canvas and as a list. */
export interface CanvasProps {
  flow: Definition
  kinds: Kinds
  selected: string | undefined
  editable: boolean
  /** What is known of each step: of a test, of a run. */
  seen: ReadonlyMap<string, readonly SeenStep[]>
  /** Steps with a fault, and what it is. */
  faults: ReadonlyMap<string, string>
  onSelect: (id: string | undefined) => void
  onAdd?: (block: Place, index: number) => void
  /** Without a place: it goes back to where it was. */
  onMove?: (id: string, block?: Place, index?: number) => void
  onKey?: (event: KeyboardEvent, id: string) => void
  plusLabel: (after: string) => string
}

/** One thing on the canvas. */
export function Spotted({ spot, ...props }: CanvasProps & { spot: Spot }) {
  if (spot.type === 'dot') return <span className="flow-dot" />
  if (spot.type === 'end') return <span className="flow-end">{t('End')}</span>
  if (spot.type === 'lane')
    return (
      <span className="flow-lane">
        <span className="clip">{laneTitle(spot)}</span>
      </span>
    )
  if (spot.type === 'trigger') return <TriggerFace {...props} />
  return <StepFace {...props} step={spot.step} />
}

export const laneTitle = ({
  title,
  own,
  number,
}: {
  title: string
  own: boolean
  number?: number
}) => (own ? title : number === undefined ? t(title) : `${t(title)} ${number}`)

export function TriggerFace({ flow, selected, faults, onSelect }: CanvasProps) {
  const catalog = useCatalog()
  return (
    <button
      type="button"
      className="flow-step begin nopan"
      aria-pressed={selected === TRIGGER}
      onClick={() => onSelect(TRIGGER)}
    >
      <span className="flow-icon">
        <Icon name="flow" size={18} />
      </span>
      <span className="flow-words">
        <small>{t('Trigger')}</small>
        <span className="clip">{triggerWords(flow.trigger, catalog)}</span>
      </span>
      {faults.has(TRIGGER) && (
        <Mark tone="danger" icon="warning" says={t('Something is wrong here')} />
      )}
    </button>
  )
}

export function StepFace({
  step,
  kinds,
  selected,
  seen,
  faults,
  onSelect,
  onKey,
}: CanvasProps & { step: Step }) {
  const catalog = useCatalog()
  const kind = kinds.get(step.kind)
  const all = seen.get(step.id)
  const last = all && worst(all)
  const title = stepTitle(step, kind, catalog)
  return (
    <button
      type="button"
      className={`flow-step ${last ? `seen-${SEEN_TONE[last.state]}` : ''} ${last?.state === 'skipped' ? 'skipped' : ''}`}
      data-step={step.id}
      aria-pressed={selected === step.id}
      onClick={() => onSelect(step.id)}
      onKeyDown={(event) => onKey?.(event, step.id)}
    >
      <span className="flow-icon">
        <Icon name={kindIcon(step.kind)} size={18} />
      </span>
      <span className="flow-words">
        <span className="clip">{title}</span>
        <small className="clip">
          {last && all ? heard(last, all) : kind ? `${t(kind.title)} · ${step.id}` : step.id}
        </small>
      </span>
      {step.pinned !== undefined && !last && (
        <Mark tone="" icon="pin" says={t('Its output is pinned')} />
      )}
      {faults.has(step.id) ? (
        <Mark tone="danger" icon="warning" says={t('Something is wrong here')} />
      ) : (
        last && (
          <Mark
            tone={SEEN_TONE[last.state]}
            icon={SEEN_ICON[last.state]}
            says={seenWords(last.state)}
          />
        )
      )}
    </button>
  )
}

function heard(last: SeenStep, all: readonly SeenStep[]): string {
  const parts = [seenWords(last.state)]
  if (all.length > 1) parts.push(t('{n} times', { n: all.length }))
  if (last.state !== 'skipped' && last.ms > 0)
    parts.push(msText(all.reduce((sum, { ms }) => sum + ms, 0)))
  if ((last.attempt ?? 1) > 1) parts.push(t('try {n}', { n: last.attempt! }))
  return parts.join(' · ')
}

const GRAVE: readonly SeenStep['state'][] = [
  'uncertain',
  'failed',
  'retry',
  'running',
  'waiting',
  'done',
  'skipped',
]
/** Of many turns of a loop the one that somebody has to look at. */
export const worst = (all: readonly SeenStep[]): SeenStep | undefined =>
  all.toSorted((a, b) => GRAVE.indexOf(a.state) - GRAVE.indexOf(b.state))[0]

function Mark({ tone, icon, says }: { tone: string; icon: string; says: string }) {
  return (
    <span className={`flow-mark ${tone}`}>
      <Icon name={icon} size={16} label={says} />
    </span>
  )
}
