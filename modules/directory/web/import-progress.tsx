import { useEffect, useRef, useState } from 'react'
import { Button, ErrorLine, aboutSeconds, numberText, t, useCommand } from '#web'
import type { ImportRecord } from './import-words.ts'

/** Third step: a bar with numbers. It goes on when one leaves the page. */
export function ImportProgress({
  record,
  onChanged,
}: {
  record: ImportRecord
  onChanged: () => void
}) {
  const cancel = useCommand('directory.import.cancel', {
    refresh: ['directory.import'],
    onDone: onChanged,
  })
  const undoing = record.status === 'cancelling'
  const total = Math.max(1, record.rows - record.errors)
  const left = useLeft(record.applied, total)
  return (
    <section className="panel" aria-label={t('Import')}>
      <h2>{undoing ? t('Undoing the import') : t('Importing')}</h2>
      <div className="progress">
        <progress
          aria-label={t('Import')}
          {...(undoing ? {} : { value: record.applied, max: total })}
        />
        <p className="number" role="status">
          {undoing
            ? t('What was imported is being taken back.')
            : t('{done} of {total} rows', {
                done: numberText(record.applied),
                total: numberText(total),
              })}
          {!undoing && left && <span className="muted">{` · ${aboutSeconds(left)}`}</span>}
        </p>
      </div>
      <p className="muted">{t('You can leave this page; it goes on.')}</p>
      <ErrorLine problem={cancel.problem} />
      {!undoing && (
        <div className="form-foot">
          <Button
            tone="danger"
            busy={cancel.isPending}
            onClick={() => cancel.mutate({ import: record.id })}
          >
            {t('Stop and undo')}
          </Button>
        </div>
      )}
    </section>
  )
}

/** Seconds left, from the pace since the page was opened. */
function useLeft(done: number, total: number): number | undefined {
  const start = useRef<{ at: number; done: number }>(undefined)
  const [left, setLeft] = useState<number>()
  useEffect(() => {
    start.current ??= { at: Date.now(), done }
    const pace = (done - start.current.done) / Math.max(1, Date.now() - start.current.at)
    if (pace > 0) setLeft((total - done) / pace / 1000)
  }, [done, total])
  return left
}
