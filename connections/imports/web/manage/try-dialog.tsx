import { useState } from 'react'
import {
  Button,
  Dialog,
  SchemaForm,
  call,
  labelOf,
  nounOf,
  optionOf,
  t,
  useCatalog,
  type ActionInfo,
  type Problem,
} from '#web'
import { Answered } from '../answered.tsx'

type Answer = Record<string, unknown>

/** One call with what is typed here, and what came back as it came. */
export function TryDialog({ action, onClose }: { action: ActionInfo; onClose: () => void }) {
  const catalog = useCatalog()
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<{ took: number; value: Answer }>()
  const [problem, setProblem] = useState<Problem>()
  const ask = async (input: Record<string, unknown>) => {
    setBusy(true)
    setProblem(undefined)
    setAnswer(undefined)
    const begun = performance.now()
    const got = await call<Answer>(action.id, input)
    setBusy(false)
    if (got.ok) setAnswer({ took: Math.round(performance.now() - begun), value: got.value })
    else setProblem(got.problem)
  }
  return (
    <Dialog title={catalog.title(action.id, action.title)} onClose={onClose} wide>
      {action.kind === 'command' && (
        <p className="error-line">{t('This is no rehearsal: what it does happens there.')}</p>
      )}
      <SchemaForm
        schema={action.input}
        label={labelOf(catalog, action.id)}
        option={optionOf(catalog, nounOf(action.id))}
        problem={problem}
        onSubmit={(input) => void ask(input)}
      >
        {answer && <Answered answer={answer.value} took={answer.took} />}
        <div className="form-foot">
          <Button onClick={onClose}>{t('Close')}</Button>
          <Button submit tone={action.destructive ? 'danger' : 'primary'} busy={busy}>
            {t('Try')}
          </Button>
        </div>
      </SchemaForm>
    </Dialog>
  )
}
