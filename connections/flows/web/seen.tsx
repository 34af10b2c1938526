import { useState } from 'react'
import { copy, Icon, IconButton, SelectField, t, Time } from '#web'
import { worst } from './canvas-parts.tsx'
import type { SeenStep } from './types.ts'
import { classWords, dueText, msText, SEEN_ICON, SEEN_TONE, seenWords } from './words.ts'

/** Of a loop, so many turns are offered to look at. */
const TURNS_MAX = 200

/** What a step was told and answered; of a loop one turn at a time, first the one that needs a look. */
export function Seen({ steps }: { steps: readonly SeenStep[] }) {
  const [path, setPath] = useState<string>()
  const shown = steps.find((one) => one.path === path) ?? worst(steps)
  if (!shown)
    return <p className="muted">{t('It has not run yet. Test the flow to see what comes here.')}</p>
  return (
    <div className="stack">
      {steps.length > 1 && (
        <SelectField
          label={t('Which of the {n} times', { n: steps.length })}
          value={shown.path}
          onChange={setPath}
          options={steps.slice(0, TURNS_MAX).map((one) => ({
            value: one.path,
            label: `${one.path} · ${seenWords(one.state)}`,
          }))}
        />
      )}
      <SeenFacts step={shown} />
    </div>
  )
}

export function SeenFacts({ step }: { step: SeenStep }) {
  const ms = durationOf(step)
  return (
    <>
      <p className="row flow-facts">
        <span className={`tag ${SEEN_TONE[step.state]}`}>
          <Icon name={SEEN_ICON[step.state]} size={14} /> {seenWords(step.state)}
        </span>
        {ms !== undefined && <span>{msText(ms)}</span>}
        {(step.attempt ?? 1) > 1 && <span>{t('try {n}', { n: step.attempt! })}</span>}
        {step.at && <Time at={step.at} />}
        {step.due_at && step.state !== 'done' && <span>{dueText(step.due_at)}</span>}
      </p>
      {step.error && (
        <p className="flow-error" role="alert">
          <b>{classWords(step.error.class)}</b> {t(step.error.message)}
        </p>
      )}
      <Value title={t('Input')} value={step.input} />
      <Value title={t('Output')} value={step.output} />
    </>
  )
}

export function durationOf(step: SeenStep): number | undefined {
  const { ended_at } = step as { ended_at?: string }
  if (step.at && ended_at) return Math.max(Date.parse(ended_at) - Date.parse(step.at), 0)
  return typeof step.ms === 'number' && step.ms > 0 ? step.ms : undefined
}

const LONGEST = 20_000
export function Value({ title, value }: { title: string; value: unknown }) {
  if (value === undefined) return null
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return (
    <section className="flow-value">
      <header className="row">
        <h3 className="grow">{title}</h3>
        <IconButton
          icon="copy"
          size={16}
          label={t('Copy: {name}', { name: title })}
          onClick={() => void copy(text)}
        />
      </header>
      <pre tabIndex={0} aria-label={title}>
        {text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}
      </pre>
    </section>
  )
}
