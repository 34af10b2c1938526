import { useState } from 'react'
import { Button, ErrorLine, Icon, call, t, type Problem } from '#web'
import type { Source } from '../types.ts'

interface Health {
  state: 'ok' | 'failing' | 'unasked'
  asked?: string
  took_ms?: number
  error?: string
}

/** Whether it answers, asked now. */
export function HealthSection({ source }: { source: Source }) {
  const [busy, setBusy] = useState(false)
  const [health, setHealth] = useState<Health>()
  const [problem, setProblem] = useState<Problem>()
  const ask = async () => {
    setBusy(true)
    setProblem(undefined)
    const answer = await call<Health>('imports.source.check', { source: source.id })
    setBusy(false)
    if (answer.ok) setHealth(answer.value)
    else setProblem(answer.problem)
  }
  return (
    <section className="section" aria-label={t('Health')}>
      <h2>{t('Health')}</h2>
      <div className="panel">
        <div className="row">
          <span className="grow" role="status">
            {health ? <Words health={health} /> : t('Not asked yet')}
          </span>
          <Button small icon="refresh" busy={busy} onClick={() => void ask()}>
            {t('Ask now')}
          </Button>
        </div>
        <ErrorLine problem={problem} />
      </div>
    </section>
  )
}

function Words({ health: { state, took_ms = 0, asked, error = '' } }: { health: Health }) {
  if (state === 'unasked')
    return <>{t('Everything it can do needs something or changes something; try one of it.')}</>
  if (state === 'ok')
    return (
      <span className="row">
        <span className="tag success">
          <Icon name="check" size={14} />
          {t('It answers')}
        </span>
        {t('within {n} ms', { n: took_ms })}
        {asked && <span className="muted imports-code">{asked}</span>}
      </span>
    )
  return (
    <span className="row">
      <span className="tag danger">
        <Icon name="warning" size={14} />
        {t('It does not')}
      </span>
      {error}
    </span>
  )
}
