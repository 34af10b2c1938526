import {
  Button,
  ErrorState,
  Time,
  bytesOf,
  call,
  isChinese,
  saveFile,
  t,
  told,
  useCatalog,
  usePaged,
  type Row,
} from '#web'
import { appTitle, type AppRow, type Manifest } from './types.ts'

interface Version extends Row {
  number: number
  note?: string
  made_by?: string
}

/** Every version stays; any of them can be saved as a file, and all data as a spreadsheet. */
export function Versions({ app, manifest }: { app: AppRow; manifest: Manifest }) {
  const { can } = useCatalog()
  const list = usePaged<Version>('apps.version.list', {
    where: { app: app.id },
    sort: ['-number'],
    limit: 50,
  })
  const save = async (version: number) => {
    const answer = await call<{ manifest: Manifest }>('apps.app.manifest', { app: app.id, version })
    if (!answer.ok) return told(answer.problem.detail)
    saveFile(
      `${manifest.slug}-${version}.json`,
      `${JSON.stringify(answer.value.manifest, null, 2)}\n`,
      'application/json',
    )
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
            <Button small icon="download" onClick={() => void save(number)}>
              {t('Save as a file')}
            </Button>
          </li>
        ))}
      </ul>
      {can('apps.app.export') && (
        <div className="form-foot">
          <Button icon="download" onClick={() => void exportAll()}>
            {t('Export all data of {name}', { name: appTitle(app) })}
          </Button>
        </div>
      )}
    </>
  )
}
