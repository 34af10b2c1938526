import { useState } from 'react'
import { Button, Dialog, SchemaForm, call, t, wordsOf, type Problem } from '#web'
import { Answered } from '../answered.tsx'
import { declaredOf, inputOf, type Draft } from './types.ts'

/** The request as it is written now, sent once. */
export function TryRequest({
  server,
  account,
  draft,
  onClose,
}: {
  server: string
  account: string | undefined
  draft: Draft
  onClose: () => void
}) {
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<{ output: Record<string, unknown>; took_ms: number }>()
  const [problem, setProblem] = useState<Problem>()
  const ask = async (input: Record<string, unknown>) => {
    setBusy(true)
    setProblem(undefined)
    setAnswer(undefined)
    const got = await call<{ output: Record<string, unknown>; took_ms: number }>(
      'imports.request.try',
      { server, request: declaredOf(draft), input, ...(account ? { account } : {}) },
    )
    setBusy(false)
    if (got.ok) setAnswer(got.value)
    else setProblem(got.problem)
  }
  return (
    <Dialog title={draft.title} onClose={onClose} wide>
      {draft.method !== 'GET' && (
        <p className="error-line">{t('This is no rehearsal: what it does happens there.')}</p>
      )}
      <SchemaForm
        schema={inputOf(draft.fields, draft.path)}
        label={(name) => wordsOf(name)}
        problem={problem}
        onSubmit={(input) => void ask(input)}
      >
        {answer && <Answered answer={answer.output} took={answer.took_ms} />}
        <div className="form-foot">
          <Button onClick={onClose}>{t('Close')}</Button>
          <Button submit tone="primary" busy={busy}>
            {t('Try')}
          </Button>
        </div>
      </SchemaForm>
    </Dialog>
  )
}
