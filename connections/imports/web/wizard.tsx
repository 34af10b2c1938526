import type { ReactNode } from 'react'
import { Button, Head, Page, go, t } from '#web'

export interface Step {
  title: string
  /** Whether what it asks for is there. */
  ready: boolean
  content: ReactNode
}

/** One thing after another; what is done can be gone back to. */
export function Wizard({
  title,
  sub,
  steps,
  at,
  onStep,
  finish,
  busy,
  backTo,
}: {
  title: string
  sub: string
  steps: Step[]
  at: number
  onStep: (at: number) => void
  finish: { label: string; run: () => void }
  busy: boolean
  backTo: string
}) {
  const step = steps[at]!
  const last = at === steps.length - 1
  return (
    <Page>
      <Head title={title} sub={sub} backTo={backTo} />
      <div className="body">
        <div className="column imports-wizard">
          <ol className="imports-steps" aria-label={t('Steps')}>
            {steps.map((each, index) => (
              <li
                key={each.title}
                className={index < at ? 'past' : ''}
                aria-current={index === at ? 'step' : undefined}
              >
                <span className="imports-step-mark" aria-hidden>
                  {index + 1}
                </span>
                {index < at ? (
                  <button type="button" className="bare" onClick={() => onStep(index)}>
                    {each.title}
                  </button>
                ) : (
                  <span>{each.title}</span>
                )}
              </li>
            ))}
          </ol>
          {step.content}
          <div className="form-foot">
            {at === 0 ? (
              <Button onClick={() => go(backTo)}>{t('Cancel')}</Button>
            ) : (
              <Button icon="back" onClick={() => onStep(at - 1)}>
                {t('Back')}
              </Button>
            )}
            <Button
              tone="primary"
              busy={busy}
              disabled={!step.ready || busy}
              onClick={() => (last ? finish.run() : onStep(at + 1))}
            >
              {last ? finish.label : t('Next')}
            </Button>
          </div>
        </div>
      </div>
    </Page>
  )
}
