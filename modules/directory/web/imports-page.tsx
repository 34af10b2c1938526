import {
  Button,
  Empty,
  ErrorState,
  Head,
  Link,
  Loading,
  Page,
  Time,
  go,
  numberText,
  t,
  useCatalog,
  useLanguage,
  usePaged,
  type ModulePageProps,
} from '#web'
import { ImportStart } from './import-start.tsx'
import { ImportView } from './import-view.tsx'
import { statusTitle, type ImportRecord } from './import-words.ts'

const TONES: Partial<Record<ImportRecord['status'], string>> = {
  ready: 'accent',
  applying: 'accent',
  done: 'success',
  failed: 'danger',
  cancelling: 'warning',
}

/** `/admin/imports` lists them, `/admin/imports/new` takes a file, `/admin/imports/<id>` leads through one. */
export function ImportsPage({ page, rest }: ModulePageProps) {
  useLanguage()
  if (rest[0] === 'new') return <ImportStart base={page.path} />
  if (rest[0]) return <ImportView key={rest[0]} id={rest[0]} base={page.path} />
  return <ImportList base={page.path} />
}

function ImportList({ base }: { base: string }) {
  const { can } = useCatalog()
  const list = usePaged<ImportRecord>('directory.import.list', { sort: ['-created_at'], limit: 50 })
  const start = can('directory.import.start') && (
    <Button tone="primary" icon="upload" onClick={() => go(`${base}/new`)}>
      {t('Import people')}
    </Button>
  )
  return (
    <Page>
      <Head backTo="/admin" title={t('Imports')} primary={list.items.length > 0 && start} />
      {list.problem && <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />}
      {list.isLoading && <Loading shape="table" />}
      {list.isSuccess && list.items.length === 0 && (
        <Empty icon="upload" title={t('Bring your people along')} action={start}>
          {t(
            'Choose the list that your HR system, DingTalk, WeCom, Feishu or a spreadsheet gave you. You see what will happen before anything does.',
          )}
        </Empty>
      )}
      {list.items.length > 0 && (
        <div className="body">
          <ul className="panel rows" aria-label={t('Imports')}>
            {list.items.map((one) => (
              <li key={one.id}>
                <Link to={`${base}/${one.id}`} className="import-item">
                  <span className="person-words grow">
                    <span className="name">{one.file_name ?? t('Pasted list')}</span>
                    <small>
                      <Time at={String(one.created_at)} />
                      {' · '}
                      {t('{created} new, {updated} changed, {errors} with errors', {
                        created: numberText(one.created),
                        updated: numberText(one.updated),
                        errors: numberText(one.errors),
                      })}
                    </small>
                  </span>
                  <span className={`tag ${TONES[one.status] ?? ''}`}>
                    {statusTitle(one.status)}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
          {list.hasNextPage && (
            <div className="table-more">
              <Button
                small
                busy={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {t('Load more')}
              </Button>
            </div>
          )}
        </div>
      )}
    </Page>
  )
}
