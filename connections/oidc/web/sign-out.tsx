import { useState } from 'react'
import { Button, ErrorLine, Mark, t, type Problem } from '#web'
import { ask } from './ask.ts'

/** An app asked to sign out: of it alone, or of everything here. */
export function SignOutPage() {
  const said = new URLSearchParams(location.hash.slice(1))
  const [busy, setBusy] = useState<string>()
  const [problem, setProblem] = useState<Problem>()
  const name = said.get('name') || t('the app')
  const answer = async (everything: boolean) => {
    setBusy(everything ? 'all' : 'one')
    const form = new URLSearchParams({ xsrf: said.get('xsrf') ?? '' })
    if (everything) form.set('logout', 'yes')
    const result = await ask<{ to: string }>('/oidc/session/end/confirm', form)
    if (result.ok && result.value.to) return location.assign(result.value.to)
    setBusy(undefined)
    if (!result.ok) setProblem(result.problem)
  }
  return (
    <div className="entry-card">
      <header>
        <Mark size={44} />
        <h1>{t('Sign out of {name}?', { name })}</h1>
        <p className="muted">{t('Do you want to sign out here and of all other apps as well?')}</p>
      </header>
      <ErrorLine problem={problem} />
      <div className="stack">
        <Button
          tone="primary"
          className="wide"
          busy={busy === 'all'}
          disabled={busy !== undefined}
          onClick={() => void answer(true)}
        >
          {t('Sign out of everything')}
        </Button>
        <Button
          className="wide"
          busy={busy === 'one'}
          disabled={busy !== undefined}
          onClick={() => void answer(false)}
        >
          {t('Only of the app')}
        </Button>
      </div>
    </div>
  )
}
