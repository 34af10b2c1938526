import { useState } from 'react'
import { Button, call, Check, ErrorLine, t, useCatalog, type Problem } from '#web'
import type { Found } from './tree.ts'
import { SeenFacts } from './seen.tsx'
import type { Definition, FlowRow, Kinds, SeenStep, Tried } from './types.ts'

/** One step alone, with what came before it; and its output pinned for later tests. */
export function StepTest({
  definition,
  kinds,
  found,
  scope,
  last,
  readOnly,
  onPin,
}: {
  definition: Definition
  kinds: Kinds
  found: Found
  scope: Readonly<Record<string, unknown>> | undefined
  flow: FlowRow
  last: SeenStep | undefined
  readOnly: boolean
  onPin: (pinned: unknown) => void
}) {
  const catalog = useCatalog()
  const { step } = found
  const [result, setResult] = useState<SeenStep>()
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const action = step.kind === 'call' ? catalog.action(String(step['action'])) : undefined
  const happens = action !== undefined && action.kind === 'command'
  const [agreed, setAgreed] = useState(false)
  const pure = kinds.get(step.kind)?.effect !== 'durable'

  const run = async () => {
    setBusy(true)
    setProblem(undefined)
    const answer = action
      ? await doIt(action.id, step['input'], scope ?? {}, definition.zone)
      : await tryIt(definition, step.id, scope ?? {})
    setBusy(false)
    if ('problem' in answer) setProblem(answer.problem)
    else setResult(answer)
  }
  const output = result?.output ?? last?.output
  return (
    <div className="stack flow-one">
      {(pure || action) && !readOnly && (
        <>
          <h3>{t('This step alone')}</h3>
          {happens && (
            <Check
              label={t('It really happens, with your own rights.')}
              checked={agreed}
              onChange={setAgreed}
            />
          )}
          <Button
            icon="forward"
            busy={busy}
            disabled={happens && !agreed}
            onClick={() => void run()}
          >
            {happens ? t('Do it now') : t('Run this step')}
          </Button>
          <ErrorLine problem={problem} />
          {result && <SeenFacts step={result} />}
        </>
      )}
      {!readOnly && (
        <div className="row">
          {step.pinned === undefined ? (
            <Button small icon="pin" disabled={output === undefined} onClick={() => onPin(output)}>
              {t('Pin the output')}
            </Button>
          ) : (
            <Button small icon="pin" onClick={() => onPin(undefined)}>
              {t('Release the pinned output')}
            </Button>
          )}
        </div>
      )}
      <p className="muted">
        {step.pinned === undefined
          ? t('In tests a pinned output stands for the step, so that nothing happens.')
          : t('In tests the pinned output stands for the step.')}
      </p>
    </div>
  )
}

type Outcome = SeenStep | { problem: Problem }

/** A pure step, or one with steps inside: computed, without any effect. */
async function tryIt(
  definition: Definition,
  step: string,
  scope: Readonly<Record<string, unknown>>,
): Promise<Outcome> {
  const answer = await call<Tried>('flows.flow.try', {
    definition,
    step,
    trigger: scope['trigger'] ?? {},
    pinned: without((scope['steps'] ?? {}) as Record<string, unknown>, step),
  })
  if (!answer.ok) return answer
  const seen = answer.value.steps.find(({ path }) => path === step)
  const { error } = answer.value
  if (seen) return seen
  return { path: step, kind: '', state: 'failed', ms: 0, ...(error ? { error } : {}) }
}

/** An action: computed input, then the action itself, as the person who presses. */
async function doIt(
  action: string,
  input: unknown,
  scope: Readonly<Record<string, unknown>>,
  zone: string | undefined,
): Promise<Outcome> {
  const computed = await call<{ results: { value?: unknown; error?: string }[] }>(
    'flows.expression.evaluate',
    { values: [input ?? {}], scope, ...(zone ? { zone } : {}) },
  )
  if (!computed.ok) return computed
  const [told] = computed.value.results
  const seen = { path: '', kind: 'call', input: told?.value, ms: 0 }
  if (told?.error !== undefined)
    return { ...seen, state: 'failed', error: { class: 'data', message: told.error } }
  const started = performance.now()
  const answer = await call(action, told?.value ?? {})
  if (!answer.ok) return answer
  return { ...seen, state: 'done', output: answer.value, ms: performance.now() - started }
}

const without = (all: Record<string, unknown>, step: string) =>
  Object.fromEntries(Object.entries(all).filter(([id]) => id !== step))
