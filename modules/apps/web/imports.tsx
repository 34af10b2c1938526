import { useEffect, useState } from 'react'
import {
  Button,
  Check,
  ConfirmDialog,
  ErrorLine,
  Field,
  Time,
  base64Of,
  call,
  refreshActions,
  t,
  useCommand,
  usePaged,
  type Problem,
} from '#web'
import { DropFile } from './drop-file.tsx'
import { wrongText, type Wrong } from './wrong.ts'
import { inWords, type EntityDef, type ImportRow, type Manifest } from './types.ts'

interface Preview {
  import: string
  columns: { heading: string; field?: string; samples: string[] }[]
  rows: number
  errors: number
  problems: { line: number; problems: Wrong[] }[]
}
const POLL_MS = 800

/** More rows from a file: what the columns hold, what is wrong, bring in, take back. */
export function Imports({ app, manifest }: { app: string; manifest: Manifest }) {
  const [def, setDef] = useState<EntityDef>(manifest.entities[0]!)
  const [preview, setPreview] = useState<Preview>()
  const [busy, setBusy] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const read = async ([file]: File[]) => {
    setBusy(file!.name)
    setProblem(undefined)
    const answer = await call<Preview>('apps.import.start', {
      app,
      entity: def.key,
      file_name: file!.name,
      content: await base64Of(file!),
    })
    setBusy('')
    if (answer.ok) setPreview(answer.value)
    else setProblem(answer.problem)
  }
  if (preview)
    return (
      <Checked
        preview={preview}
        def={def}
        onPreview={setPreview}
        onDone={() => setPreview(undefined)}
      />
    )
  return (
    <>
      {manifest.entities.length > 1 && (
        <Field label={t('Into which list')}>
          {(wires) => (
            <select
              {...wires}
              className="input select"
              value={def.key}
              onChange={(event) =>
                setDef(manifest.entities.find(({ key }) => key === event.target.value)!)
              }
            >
              {manifest.entities.map(({ key, title }) => (
                <option key={key} value={key}>
                  {inWords(title)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <DropFile
        busy={busy}
        hint={t('You see what will happen before anything does.')}
        onFiles={(files) => void read(files)}
        onProblem={setProblem}
      />
      <ErrorLine problem={problem} />
      <Past app={app} manifest={manifest} />
    </>
  )
}

function Checked({
  preview,
  def,
  onPreview,
  onDone,
}: {
  preview: Preview
  def: EntityDef
  onPreview: (preview: Preview) => void
  onDone: () => void
}) {
  const [skip, setSkip] = useState(false)
  const map = useCommand<Preview>('apps.import.map', { onDone: onPreview })
  const apply = useCommand('apps.import.apply', {
    onDone: () => {
      refreshActions(['apps.import'])
      onDone()
    },
  })
  const forget = useCommand('apps.import.cancel', { onDone })
  const choose = (heading: string, field: string) => {
    const kept = preview.columns.filter(
      (one) => one.heading !== heading && one.field && one.field.split(':')[0] !== field,
    )
    const mapping = Object.fromEntries(kept.map((one) => [one.heading, one.field!]))
    map.mutate({
      import: preview.import,
      mapping: { ...mapping, ...(field ? { [heading]: field } : {}) },
    })
  }
  const good = preview.rows - preview.errors
  return (
    <>
      <ul className="panel rows" aria-label={t('What the columns hold')}>
        {preview.columns.map(({ heading, field, samples }) => (
          <li key={heading} className="app-map">
            <span className="person-words grow">
              <span className="name">{heading}</span>
              <small>{samples.join(' · ') || t('empty')}</small>
            </span>
            <select
              className="input select"
              aria-label={t('What “{heading}” holds', { heading })}
              value={field?.split(':')[0] ?? ''}
              disabled={map.isPending}
              onChange={(event) => choose(heading, event.target.value)}
            >
              <option value="">{t('Leave out')}</option>
              {def.fields
                .filter(({ kind }) => kind !== 'serial')
                .map(({ key, title }) => (
                  <option key={key} value={key}>
                    {inWords(title)}
                  </option>
                ))}
            </select>
          </li>
        ))}
      </ul>
      {preview.problems.length > 0 && (
        <ul className="app-problems" aria-label={t('Rows with problems')}>
          {preview.problems.map(({ line, problems }) => (
            <li key={line}>
              <b>{t('Row {n}', { n: line })}</b> {problems.map(wrongText).join(' ')}
            </li>
          ))}
        </ul>
      )}
      {preview.errors > 0 && (
        <Check
          label={t('Leave out {n} rows with problems', { n: preview.errors })}
          checked={skip}
          onChange={setSkip}
        />
      )}
      <ErrorLine problem={map.problem ?? apply.problem ?? forget.problem} />
      <div className="form-foot">
        <Button onClick={() => forget.mutate({ import: preview.import })}>{t('Cancel')}</Button>
        <Button
          tone="primary"
          busy={apply.isPending}
          disabled={good === 0 || (preview.errors > 0 && !skip)}
          onClick={() => apply.mutate({ import: preview.import, skip_errors: skip })}
        >
          {t('Import {n} rows', { n: good })}
        </Button>
      </div>
    </>
  )
}

function Past({ app, manifest }: { app: string; manifest: Manifest }) {
  const list = usePaged<ImportRow>('apps.import.list', {
    where: { app, status: { ne: 'ready' } },
    sort: ['-created_at'],
    limit: 20,
  })
  const [undoing, setUndoing] = useState<ImportRow>()
  const moving = list.items.some(({ status }) =>
    ['waiting', 'applying', 'cancelling'].includes(status),
  )
  const { refetch } = list
  useEffect(() => {
    if (!moving) return
    const timer = setInterval(() => void refetch(), POLL_MS)
    return () => clearInterval(timer)
  }, [moving, refetch])
  if (list.items.length === 0) return null
  const nameOf = (key: string) => {
    const def = manifest.entities.find((each) => each.key === key)
    return def ? inWords(def.title) : key
  }
  return (
    <ul className="panel rows" aria-label={t('Imports')}>
      {list.items.map((one) => (
        <li key={one.id} className="app-map">
          <span className="person-words grow">
            <span className="name">{`${nameOf(one.entity)} · ${one.file_name ?? ''}`}</span>
            <small>
              <Time at={String(one.created_at)} />
              {' · '}
              {t('{done} of {total} rows', { done: one.applied, total: one.rows })}
              {one.errors > 0 && ` · ${t('{n} left out', { n: one.errors })}`}
            </small>
            {one.status === 'applying' && (
              <progress aria-label={nameOf(one.entity)} value={one.applied} max={one.rows} />
            )}
          </span>
          <span
            className={`tag ${one.status === 'done' ? 'success' : one.status === 'failed' ? 'danger' : ''}`}
          >
            {statusWord(one.status)}
          </span>
          {['done', 'applying', 'failed'].includes(one.status) && (
            <Button small onClick={() => setUndoing(one)}>
              {t('Take back')}
            </Button>
          )}
        </li>
      ))}
      {undoing && (
        <ConfirmDialog
          title={t('Take back this import?')}
          text={t('Every record that it brought is deleted, also those that were changed since.')}
          verb={t('Take back')}
          action="apps.import.cancel"
          input={{ import: undoing.id }}
          refresh={['apps.import']}
          onClose={() => setUndoing(undefined)}
        />
      )}
    </ul>
  )
}

const statusWord = (status: ImportRow['status']) =>
  ({
    ready: t('To be checked'),
    waiting: t('Waiting'),
    applying: t('Importing'),
    done: t('Done'),
    cancelling: t('Taking back'),
    cancelled: t('Taken back'),
    failed: t('Failed'),
  })[status]
