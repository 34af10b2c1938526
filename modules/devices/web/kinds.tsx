import { useState } from 'react'
import {
  Button,
  ConfirmDialog,
  Empty,
  ErrorState,
  Loading,
  t,
  useAction,
  useCatalog,
  type Paged,
} from '#web'
import { KindDialog } from './kind-dialog.tsx'
import type { Kind } from './types.ts'

/** What devices of each kind measure and can be told. */
export function KindsPart() {
  const catalog = useCatalog()
  const [form, setForm] = useState<Kind | 'new'>()
  const [deleting, setDeleting] = useState<Kind>()
  const { data, problem, refetch } = useAction<Paged<Kind>>('devices.kind.list', {
    sort: ['name'],
    limit: 200,
  })
  const manages = catalog.can('devices.kind.create')
  if (problem) return <ErrorState problem={problem} onRetry={() => void refetch()} />
  if (!data) return <Loading rows={5} />
  return (
    <div className="body">
      {manages && (
        <div className="row device-tools">
          <Button icon="plus" onClick={() => setForm('new')}>
            {catalog.title('devices.kind.create')}
          </Button>
        </div>
      )}
      {data.items.length === 0 && (
        <Empty icon="device" title={t('No kinds yet')}>
          {t('A kind says what its devices measure, and what they can be told.')}
        </Empty>
      )}
      <ul className="devices" aria-label={t('Kinds')}>
        {data.items.map((kind) => (
          <li key={kind.id} className="panel">
            <h2>{kind.name}</h2>
            <small className="muted">{[kind.maker, kind.model].filter(Boolean).join(' · ')}</small>
            <p>
              {kind.metrics
                .map(({ title, unit }) => (unit ? `${title} (${unit})` : title))
                .join(', ') || t('Measures nothing')}
            </p>
            <p className="muted">
              {kind.commands.map(({ title }) => title).join(', ') || t('Takes no commands')}
            </p>
            {manages && (
              <div className="row">
                <Button small icon="edit" onClick={() => setForm(kind)}>
                  {t('Change')}
                </Button>
                <Button small icon="trash" onClick={() => setDeleting(kind)}>
                  {t('Delete')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {form && (
        <KindDialog
          {...(form === 'new' ? {} : { kind: form })}
          onClose={() => setForm(undefined)}
        />
      )}
      {deleting && (
        <ConfirmDialog
          title={t('Delete the kind “{name}”?', { name: deleting.name })}
          text={t('Only a kind without devices can be deleted.')}
          verb={t('Delete')}
          action="devices.kind.delete"
          input={{ kind: deleting.id }}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </div>
  )
}
