import { Icon, t } from '#web'
import { laneTitle, StepFace, TriggerFace, type CanvasProps } from './canvas-parts.tsx'
import { lanesOf } from './tree.ts'
import type { Place, Step } from './types.ts'

/** The same flow as an indented list: on the phone, for the keyboard, for whoever would rather read. */
export function Outline(props: CanvasProps) {
  return (
    <div className="flow-outline">
      <TriggerFace {...props} />
      <Steps {...props} steps={props.flow.steps} block={['steps']} after="" />
    </div>
  )
}

function Steps({
  steps,
  block,
  after,
  ...props
}: CanvasProps & { steps: readonly Step[]; block: Place; after: string }) {
  const { kinds, editable } = props
  return (
    <ol>
      {editable && <Plus {...props} block={block} index={0} after={after} />}
      {steps.map((step, index) => {
        const lanes = lanesOf(step, kinds.get(step.kind), [...block, index])
        return (
          <li key={step.id}>
            <StepFace {...props} step={step} />
            {lanes.map((lane) => (
              <div key={lane.at.join('/')} className="flow-inner">
                <span className="flow-lane">
                  <span className="clip">{laneTitle(lane)}</span>
                </span>
                <Steps
                  {...props}
                  steps={lane.steps}
                  block={lane.at}
                  after={`lane:${lane.at.join('/')}`}
                />
              </div>
            ))}
            {editable && <Plus {...props} block={block} index={index + 1} after={step.id} />}
          </li>
        )
      })}
    </ol>
  )
}

function Plus({
  block,
  index,
  after,
  onAdd,
  plusLabel,
}: CanvasProps & { block: Place; index: number; after: string }) {
  const button = (
    <button
      type="button"
      className="flow-plus still"
      aria-label={plusLabel(after)}
      title={t('Add a step here')}
      onClick={() => onAdd?.(block, index)}
    >
      <Icon name="plus" size={14} />
    </button>
  )
  return index === 0 ? <li className="flow-first">{button}</li> : button
}
