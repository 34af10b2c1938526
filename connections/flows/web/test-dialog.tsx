import { useEffect, useState } from 'react'
import {
  Button,
  call,
  Dialog,
  ErrorLine,
  go,
  SelectField,
  t,
  told,
  useAction,
  useCommand,
  type Paged,
  type Problem,
} from '#web'
import { exampleOf, rememberedTrigger, rememberTrigger, type Sample } from './samples.ts'
import { everyStep, stepOfPath } from './tree.ts'
import { triggerSchemaOf, useEvents } from './trigger-data.ts'
import type { Definition, FlowRow, Kinds, RunLook, RunRow, Tried } from './types.ts'
import { causeWords, classWords, runWords } from './words.ts'

/** What it would do with this data: by hand, as an example, or as it once came. */
export function TestDialog({
  flow,
  definition,
  kinds,
  changed,
  before,
  onSample,
  onClose,
}: {
  flow: FlowRow
  definition: Definition
  kinds: Kinds
  changed: boolean
  before: Sample | undefined
  onSample: (sample: Sample) => void
  onClose: () => void
}) {
  const events = useEvents(definition.trigger.kind === 'event')
  const schema = triggerSchemaOf(definition.trigger, events)
  const [text, setText] = useState(
    () =>
      rememberedTrigger(flow.id) ?? JSON.stringify(before?.trigger ?? exampleOf(schema), null, 2),
  )
  const [recorded, setRecorded] = useState('')
  const [outputs, setOutputs] = useState<Record<string, unknown>>(() => outputsOf(before))
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const trigger = parsed(text)
  const wrong = trigger === undefined ? t('This is not valid JSON.') : undefined
  const runs = useAction<Paged<RunRow>>('flows.run.list', {
    where: { flow: flow.id },
    sort: ['-id'],
    limit: 10,
  })
  const look = useAction<RunLook>('flows.run.look', recorded ? { run: recorded } : undefined)
  useEffect(() => {
    if (!look.data || look.data.run.id !== recorded) return
    setText(JSON.stringify(look.data.input, null, 2))
    setOutputs(outputsOf({ trigger: look.data.input, steps: look.data.steps }))
  }, [look.data, recorded])

  const start = useCommand<{ run: string }>('flows.run.start', {
    refresh: ['flows.run'],
    onDone: ({ run }) => go(`/flows/${flow.id}/runs/${run}`),
  })
  const tryIt = async () => {
    setBusy(true)
    setProblem(undefined)
    rememberTrigger(flow.id, text)
    const answer = await call<Tried>('flows.flow.try', {
      definition,
      trigger: trigger ?? {},
      pinned: effects(definition, kinds, outputs),
    })
    setBusy(false)
    if (!answer.ok) return setProblem(answer.problem)
    onSample({ trigger: trigger ?? {}, steps: answer.value.steps })
    onClose()
    const { state, error } = answer.value
    told(
      state === 'failed' && error
        ? t('The test ended at “{step}”: {error}', {
            step: stepOfPath(error.path),
            error: `${classWords(error.class)}. ${t(error.message)}`,
          })
        : state === 'waiting'
          ? t('The test came to a step that waits')
          : t('The test went through'),
    )
  }
  const enabled = flow.state === 'enabled'
  return (
    <Dialog title={t('Test “{name}”', { name: definition.title })} onClose={onClose} wide>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void tryIt()
        }}
      >
        {runs.data && runs.data.items.length > 0 && (
          <SelectField
            label={t('With data that came before')}
            value={recorded}
            empty={t('My own data')}
            onChange={setRecorded}
            options={runs.data.items.map((run) => ({
              value: run.id,
              label: `${new Date(run.created_at).toLocaleString()} · ${causeWords(run.cause)} · ${runWords(run.state)}`,
            }))}
          />
        )}
        <div className={`field ${wrong ? 'wrong' : ''}`}>
          <label htmlFor="flow-trigger">{t('What the trigger gives (JSON)')}</label>
          <textarea
            id="flow-trigger"
            className="input area code"
            rows={10}
            spellCheck={false}
            value={text}
            aria-invalid={wrong ? true : undefined}
            onChange={(event) => setText(event.target.value)}
          />
          {wrong && <p className="field-error">{wrong}</p>}
        </div>
        <p className="muted">
          {t(
            'In a test nothing happens: steps with an effect give what is pinned or what they gave before, or the test ends there.',
          )}
        </p>
        <ErrorLine problem={problem ?? start.problem} />
        <div className="form-foot">
          <Button
            disabled={changed || !enabled || wrong !== undefined}
            busy={start.isPending}
            title={
              changed
                ? t('Publish first: a run takes the published version.')
                : enabled
                  ? undefined
                  : t('Switch the flow on first.')
            }
            onClick={() => start.mutate({ flow: flow.id, input: trigger ?? {} })}
          >
            {t('Run it for real')}
          </Button>
          <Button submit tone="primary" busy={busy} disabled={wrong !== undefined}>
            {t('Test without effects')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const outputsOf = (sample: Sample | undefined): Record<string, unknown> =>
  Object.fromEntries(
    (sample?.steps ?? []).flatMap(({ path, state, output }) =>
      state === 'done' && output !== undefined ? [[stepOfPath(path), output] as const] : [],
    ),
  )

/** Only of steps with an effect: the others are computed anew. A pin of the definition wins. */
function effects(definition: Definition, kinds: Kinds, outputs: Record<string, unknown>) {
  return Object.fromEntries(
    everyStep(definition, kinds).flatMap(({ step }) =>
      kinds.get(step.kind)?.effect === 'durable' && step.pinned === undefined && step.id in outputs
        ? [[step.id, outputs[step.id]] as const]
        : [],
    ),
  )
}
