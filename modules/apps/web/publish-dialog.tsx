import { useState } from 'react'
import { Button, Dialog, ErrorLine, Field, Icon, Loading, t, useAction, useCommand } from '#web'
import { inWords, type AppRow, type Manifest, type Words } from './types.ts'

interface Plan {
  base: number
  differences: {
    what: string
    change: string
    title: Words
    entity?: string
    key: string
    touches_data: boolean
  }[]
  gone: { entity: string; field?: string; records: number }[]
  carried: { entity: string; field: string; filled: number; lost: number; samples: string[] }[]
}

/** What a new version changes, and what of the records does not fit, before it runs. */
export function PublishDialog({
  app,
  base,
  manifest,
  title,
  hint,
  note: given = '',
  onDone,
  onClose,
}: {
  app: AppRow
  base: number
  manifest: Manifest
  title?: string
  hint?: string
  note?: string
  onDone: () => void
  onClose: () => void
}) {
  const [note, setNote] = useState(given)
  const plan = useAction<Plan>('apps.app.plan', { app: app.id, manifest })
  const publish = useCommand('apps.app.publish', {
    onDone: () => {
      onClose()
      onDone()
    },
  })
  const titleOf = (entity: string, key: string) => {
    const field = manifest.entities
      .find((def) => def.key === entity)
      ?.fields.find((each) => each.key === key)
    return field ? inWords(field.title) : key
  }
  const hidden = (what: string, entity: string, key: string) =>
    plan.data?.gone.find((one) =>
      what === 'entity'
        ? one.entity === key && !one.field
        : one.entity === entity && one.field === key,
    )?.records ?? 0
  const lost = plan.data?.carried.filter((one) => one.lost > 0) ?? []
  return (
    <Dialog title={title ?? t('Publish version {n}', { n: base + 1 })} onClose={onClose}>
      <div className="stack">
        {hint && <p>{hint}</p>}
        {plan.isLoading && <Loading rows={3} />}
        <ErrorLine problem={plan.problem ?? publish.problem} />
        {plan.data && (
          <ul className="app-plan" aria-label={t('What changes')}>
            {plan.data.differences.map(({ what, change, title, entity, key, touches_data }) => (
              <li key={`${what} ${entity ?? ''} ${key} ${change}`}>
                <span className={`tag ${TONES[change] ?? ''}`}>{changeWord(change)}</span>
                <span>{`${whatWord(what)} ${inWords(title)}`}</span>
                {touches_data && change === 'removed' && (
                  <Hidden records={hidden(what, entity ?? key, key)} />
                )}
              </li>
            ))}
          </ul>
        )}
        {lost.map(({ entity, field, filled, lost: gone, samples }) => (
          <p key={`${entity} ${field}`} className="app-misfit">
            <Icon name="warning" size={16} />
            {t(
              '{name}: {lost} of {filled} records hold something that does not fit and become empty there: {samples}',
              {
                name: titleOf(entity, field),
                lost: gone,
                filled,
                samples: samples.join(' · '),
              },
            )}
          </p>
        ))}
        <Field label={t('What is new')}>
          {(wires) => (
            <input
              {...wires}
              className="input"
              value={note}
              maxLength={500}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            tone="primary"
            disabled={!plan.data}
            busy={publish.isPending}
            onClick={() =>
              publish.mutate({
                app: app.id,
                manifest,
                base,
                ...(note.trim() ? { note: note.trim() } : {}),
              })
            }
          >
            {t('Publish')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function Hidden({ records }: { records: number }) {
  if (records === 0) return <span className="muted">{t('Nothing is in it.')}</span>
  return (
    <span className="app-misfit">
      <Icon name="warning" size={14} />
      {t('{n} records hold something there: kept, but no longer shown.', { n: records })}
    </span>
  )
}

const TONES: Record<string, string> = { added: 'success', removed: 'danger', changed: 'accent' }
export const changeWord = (change: string) =>
  ({ added: t('New'), removed: t('Removed'), changed: t('Changed') })[change] ?? change
export const whatWord = (what: string) =>
  ({ app: t('App'), role: t('Role'), entity: t('List'), field: t('Field'), scope: t('Right') })[
    what
  ] ?? what
