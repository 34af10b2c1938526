import { useState } from 'react'
import {
  Button,
  ErrorState,
  Time,
  bytesOf,
  call,
  go,
  isChinese,
  queries,
  refreshActions,
  saveFile,
  t,
  told,
  useCatalog,
  usePaged,
  type Row,
} from '#web'
import { PublishDialog } from './publish-dialog.tsx'
import { appTitle, type AppRow, type Manifest } from './types.ts'

interface Version extends Row {
  number: number
  note?: string
  made_by?: string
}

/** Every version stays; any of them can be saved as a file, and all data as a spreadsheet. */
export function Versions({
  app,
  manifest,
  base,
}: {
  app: AppRow
  manifest: Manifest
  base: string
}) {
  const { can } = useCatalog()
  const [back, setBack] = useState<{ number: number; manifest: Manifest }>()
  const list = usePaged<Version>('apps.version.list', {
    where: { app: app.id },
    sort: ['-number'],
    limit: 50,
  })
  const read = async (version: number): Promise<Manifest | undefined> => {
    const answer = await call<{ manifest: Manifest }>('apps.app.manifest', { app: app.id, version })
    if (answer.ok) return answer.value.manifest
    told(answer.problem.detail)
    return undefined
  }
  const save = async (version: number) => {
    const found = await read(version)
    const text = `${JSON.stringify(found, null, 2)}\n`
    if (found) saveFile(`${manifest.slug}-${version}.json`, text, 'application/json')
  }
  const look = async (number: number) => {
    const found = await read(number)
    if (found) setBack({ number, manifest: found })
  }
  const exportAll = async () => {
    const answer = await call<{ file_name: string; content: string; mime: string }>(
      'apps.app.export',
      {
        app: app.id,
        language: isChinese() ? 'zh' : 'en',
      },
    )
    if (!answer.ok) return told(answer.problem.detail)
    saveFile(answer.value.file_name, bytesOf(answer.value.content), answer.value.mime)
  }
  return (
    <>
      {list.problem && <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />}
      <ul className="panel rows" aria-label={t('Versions')}>
        {list.items.map(({ id, number, note, created_at }) => (
          <li key={id}>
            <span className="person-words grow">
              <span className="name">{t('Version {n}', { n: number })}</span>
              <small>
                <Time at={String(created_at)} />
                {note ? ` · ${note}` : ''}
              </small>
            </span>
            {number === app.version && <span className="tag success">{t('Runs')}</span>}
            {number !== app.version && app.source !== 'plaza' && can('apps.app.publish') && (
              <Button small icon="undo" onClick={() => void look(number)}>
                {t('Run this version again')}
              </Button>
            )}
            <Button small icon="download" onClick={() => void save(number)}>
              {t('Save as a file')}
            </Button>
          </li>
        ))}
      </ul>
      {back && (
        <PublishDialog
          app={app}
          base={app.version}
          manifest={back.manifest}
          title={t('Run version {n} again', { n: back.number })}
          hint={t(
            'It becomes version {n}. No record is lost: what it does not know is kept and comes back with the present version.',
            { n: app.version + 1 },
          )}
          note={t('Back to version {n}', { n: back.number })}
          onClose={() => setBack(undefined)}
          onDone={() => {
            told(t('Version {n} runs', { n: app.version + 1 }))
            refreshActions(['apps'])
            void queries.invalidateQueries({ queryKey: ['manifest'] })
          }}
        />
      )}
      {can('apps.app.export') && (
        <div className="form-foot">
          {can('apps.app.create') && (
            <Button icon="copy" onClick={() => go(`${base}/new/${app.id}`)}>
              {t('Make a copy of this app')}
            </Button>
          )}
          <Button icon="download" onClick={() => void exportAll()}>
            {t('Export all data of {name}', { name: appTitle(app) })}
          </Button>
        </div>
      )}
    </>
  )
}
