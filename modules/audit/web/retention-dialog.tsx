import { useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Loading,
  TextField,
  t,
  told,
  useAction,
  useCatalog,
  useCommand,
} from '#web'

const LEAST = 180
const MOST = 36_500

export function RetentionDialog({ onClose }: { onClose: () => void }) {
  const { data, problem } = useAction<{ keep_days: number }>('audit.settings.get')
  return (
    <Dialog title={t('How long the log is kept')} onClose={onClose}>
      <ErrorLine problem={problem} />
      {data ? (
        <RetentionForm days={data.keep_days} onClose={onClose} />
      ) : (
        !problem && <Loading rows={2} />
      )}
    </Dialog>
  )
}

function RetentionForm({ days, onClose }: { days: number; onClose: () => void }) {
  const { can } = useCatalog()
  const [text, setText] = useState(String(days))
  const [left, setLeft] = useState(false)
  const save = useCommand('audit.settings.update', {
    refresh: ['audit.settings'],
    onDone: () => {
      onClose()
      told(t('Kept for {n} days.', { n: Number(text) }))
    },
  })
  const value = Number(text)
  const right = Number.isInteger(value) && value >= LEAST && value <= MOST
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        setLeft(true)
        if (right) save.mutate({ keep_days: value })
      }}
    >
      <TextField
        label={t('Days')}
        required
        inputMode="numeric"
        value={text}
        onChange={setText}
        onBlur={() => setLeft(true)}
        error={
          left && !right
            ? t('A whole number from {least} to {most}.', { least: LEAST, most: MOST })
            : undefined
        }
        help={t(
          'At least {n}, so that no misdeed outlives its trace. Two years answer nearly every later question.',
          { n: LEAST },
        )}
      />
      {right && value < days && (
        <p className="note" role="status">
          {t('Entries older than {n} days are deleted within the hour, for good.', { n: value })}
        </p>
      )}
      <ErrorLine problem={save.problem} />
      <div className="form-foot">
        <Button onClick={onClose}>{t('Cancel')}</Button>
        <Button
          submit
          tone="primary"
          busy={save.isPending}
          disabled={!can('audit.settings.update') || save.isPending}
        >
          {t('Save')}
        </Button>
      </div>
    </form>
  )
}
