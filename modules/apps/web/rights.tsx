import { useState } from 'react'
import {
  Button,
  ErrorLine,
  Icon,
  IconButton,
  PersonName,
  Segmented,
  queries,
  refreshActions,
  t,
  told,
  useCommand,
  useLabel,
  useRecord,
} from '#web'
import { AddHolder } from './add-holder.tsx'
import { inWords, type AppRow, type Granted, type Manifest } from './types.ts'

/** Who sees, adds, changes, deletes and administers in an app, and who holds its roles. */
export function Rights({ app, manifest }: { app: AppRow; manifest: Manifest }) {
  const stored = app.granted
  const [lines, setLines] = useState<readonly Granted[] | undefined>(stored)
  const [adding, setAdding] = useState(false)
  const save = useCommand('apps.app.grant', {
    refresh: ['apps.app'],
    onDone: () => {
      told(t('The rights hold from now on.'))
      refreshActions(['apps'])
      void queries.invalidateQueries({ queryKey: ['manifest'] })
    },
  })
  const changed = JSON.stringify(lines) !== JSON.stringify(stored)
  const columns = columnsOf(manifest)
  const put = (at: number, line: Granted) =>
    setLines(lines!.map((each, i) => (i === at ? line : each)))
  return (
    <>
      <Segmented
        label={t('Who may use it')}
        value={lines ? 'named' : 'all'}
        onChange={(next) =>
          setLines(
            next === 'all'
              ? undefined
              : (stored ?? [{ kind: 'everyone', rights: ['use', 'add', 'change'] }]),
          )
        }
        options={[
          { value: 'all', label: t('Everybody in the organisation') },
          { value: 'named', label: t('Only who is named') },
        ]}
      />
      <p className="muted">
        {lines
          ? t(
              'Nobody else sees the app, on the screen, by programs or by agents. Administrators of the organisation always do.',
            )
          : t('Everybody sees, adds and changes records and deletes his own.')}
      </p>
      {lines && (
        <ul className="panel rows app-rights" aria-label={t('Rights')}>
          {lines.map((line, at) => (
            <li key={`${line.kind} ${line.holder ?? ''}`}>
              <Holder line={line} />
              <Choices line={line} columns={columns} onChange={(next) => put(at, next)} />
              <IconButton
                icon="close"
                size={16}
                label={t('Take the rights away')}
                onClick={() => setLines(lines.filter((_, i) => i !== at))}
              />
            </li>
          ))}
          {lines.length === 0 && <li className="muted">{t('Name at least one.')}</li>}
        </ul>
      )}
      {lines && (
        <div>
          <Button icon="plus" onClick={() => setAdding(true)}>
            {t('Name somebody')}
          </Button>
        </div>
      )}
      <ErrorLine problem={save.problem} />
      <div className="form-foot">
        {changed && <Button onClick={() => setLines(stored)}>{t('Discard changes')}</Button>}
        <Button
          tone="primary"
          busy={save.isPending}
          disabled={!changed || lines?.length === 0}
          onClick={() => save.mutate({ app: app.id, granted: lines ?? null, rev: app['rev'] })}
        >
          {t('Save the rights')}
        </Button>
      </div>
      {adding && lines && (
        <AddHolder
          taken={lines}
          onDone={(line) => {
            setLines([...lines, line])
            setAdding(false)
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  )
}

interface Column {
  key: string
  label: string
}

function columnsOf({ roles }: Manifest): Column[] {
  return [
    { key: 'use', label: t('See') },
    { key: 'add', label: t('Add records') },
    { key: 'change', label: t('Change records') },
    { key: 'delete', label: t('Delete') },
    { key: 'manage', label: t('Administer') },
    ...roles.map(({ key, title }) => ({ key, label: inWords(title) })),
  ]
}

/** Whoever may do anything sees; who administers may do all of it. */
function Choices({
  line,
  columns,
  onChange,
}: {
  line: Granted
  columns: readonly Column[]
  onChange: (line: Granted) => void
}) {
  const manages = line.rights.includes('manage')
  const turn = (key: string, on: boolean) => {
    const rights = new Set(['use', ...line.rights])
    if (on) rights.add(key)
    else rights.delete(key)
    onChange({
      ...line,
      rights: columns.map((each) => each.key).filter((each) => rights.has(each)),
    })
  }
  return (
    <span className="app-right-checks">
      {columns.map(({ key, label }) => (
        <label key={key} className="check">
          <input
            type="checkbox"
            checked={key === 'use' || line.rights.includes(key) || manages}
            disabled={key === 'use' || (manages && key !== 'manage')}
            onChange={(event) => turn(key, event.target.checked)}
          />
          <span>{label}</span>
        </label>
      ))}
    </span>
  )
}

const ICONS = { everyone: 'people', department: 'department', group: 'people' } as const

function Holder({ line: { kind, holder } }: { line: Granted }) {
  if (kind === 'person')
    return (
      <span className="grow">
        <PersonName id={holder!} avatar full />
      </span>
    )
  return (
    <span className="row grow">
      <Icon name={ICONS[kind]} size={18} />
      {kind === 'everyone' ? (
        t('Everybody in the organisation')
      ) : (
        <Named kind={kind} id={holder!} />
      )}
    </span>
  )
}

function Named({ kind, id }: { kind: string; id: string }) {
  const { data } = useRecord(`directory.${kind}`, id)
  const label = useLabel(`directory.${kind}`)
  return <>{data ? label(data) : '…'}</>
}
