import { useState } from 'react'
import { Button, ConfirmDialog, Icon, go, t, tn, useCatalog, useCommand, ErrorLine } from '#web'
import { AFTER_CHANGE } from './departments.ts'
import { Count } from './import-check.tsx'
import { statusTitle, type ImportRecord } from './import-words.ts'

/** Fourth step: what came of it, and the way back. */
export function ImportResult({
  record,
  base,
  onChanged,
}: {
  record: ImportRecord
  base: string
  onChanged: () => void
}) {
  const { can } = useCatalog()
  const [asking, setAsking] = useState(false)
  const again = useCommand('directory.import.apply', {
    refresh: ['directory.import'],
    onDone: onChanged,
  })
  const failed = record.status === 'failed'
  const done = record.status === 'done'
  const changed = record.created + record.updated
  return (
    <section className="panel" aria-label={t('Result')}>
      <div className="row">
        <span className={`result-mark ${done ? 'success' : ''}`}>
          <Icon name={done ? 'check' : record.status === 'failed' ? 'warning' : 'undo'} size={22} />
        </span>
        <h2 className="grow" role="status">
          {done
            ? tn(changed, '{n} person imported', '{n} people imported')
            : record.status === 'cancelled'
              ? t('The import was undone')
              : statusTitle(record.status)}
        </h2>
      </div>
      {record.problem && (
        <p className="field-error" role="alert">
          {record.problem}
        </p>
      )}
      {done ? (
        <dl className="counts">
          <Count label={t('New')} value={record.created} icon="plus" tone="success" />
          <Count label={t('Changed')} value={record.updated} icon="edit" tone="accent" />
          <Count label={t('As it was')} value={record.unchanged} icon="check" />
          <Count label={t('Left out')} value={record.errors} icon="warning" tone="warning" />
        </dl>
      ) : failed ? (
        <p className="muted">
          {t('{done} of {total} rows are done. Nothing is lost: go on, or undo it.', {
            done: record.applied,
            total: record.rows,
          })}
        </p>
      ) : (
        <p className="muted">
          {t('People whom somebody changed since, or who signed in, were kept.')}
        </p>
      )}
      <ErrorLine problem={again.problem} />
      <div className="row end">
        {(done || failed) && can('directory.import.cancel') && changed > 0 && (
          <Button icon="undo" onClick={() => setAsking(true)}>
            {t('Undo the import')}
          </Button>
        )}
        {!done && !failed && (
          <Button onClick={() => go(`${base}/new`)}>{t('Import another list')}</Button>
        )}
        {failed ? (
          <Button
            tone="primary"
            busy={again.isPending}
            onClick={() => again.mutate({ import: record.id })}
          >
            {t('Go on')}
          </Button>
        ) : (
          <Button tone="primary" onClick={() => go('/contacts/all')}>
            {t('See the people')}
          </Button>
        )}
      </div>
      {asking && (
        <ConfirmDialog
          title={t('Undo the import')}
          text={t(
            '{created} new people are removed and {updated} are set back to what they were. Whoever was changed since, or signed in, is kept.',
            { created: record.created, updated: record.updated },
          )}
          verb={t('Undo the import')}
          action="directory.import.cancel"
          input={{ import: record.id }}
          refresh={AFTER_CHANGE}
          onDone={onChanged}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}
