import {
  Avatar,
  Button,
  Empty,
  ErrorState,
  Head,
  Icon,
  Link,
  Loading,
  Time,
  t,
  useAction,
  usePerson,
  type Paged,
} from '#web'
import { pathOf, type DocumentRow } from './types.ts'

const RECENT = 30

/** What was written last. */
export function Home({ onNew }: { onNew: () => void }) {
  const { data, problem, refetch } = useAction<Paged<DocumentRow>>('documents.document.list', {
    where: { kind: 'document', deleted_at: null },
    sort: ['-edited_at'],
    limit: RECENT,
  })
  const create = (
    <Button tone="primary" icon="plus" onClick={onNew}>
      {t('New document')}
    </Button>
  )
  return (
    <>
      <Head title={t('Recently edited')} {...(data?.items.length ? { primary: create } : {})} />
      {problem ? (
        <ErrorState problem={problem} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={8} />
      ) : data.items.length === 0 ? (
        <Empty icon="document" title={t('No documents yet')} action={create}>
          {t('Write alone or together; minutes, reports and briefs have templates.')}
        </Empty>
      ) : (
        <Rows rows={data.items} label={t('Recently edited')} />
      )}
    </>
  )
}

/** What stands in a folder, for who comes by its link. */
export function FolderView({ folder }: { folder: DocumentRow }) {
  const { data, problem, refetch } = useAction<Paged<DocumentRow>>('documents.document.list', {
    where: { parent: folder.id, deleted_at: null },
    sort: ['title'],
    limit: BELOW,
  })
  return (
    <>
      <Head title={folder.title} backTo="/documents" />
      {problem ? (
        <ErrorState problem={problem} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={6} />
      ) : data.items.length === 0 ? (
        <Empty icon="folder" title={t('Nothing here yet')}>
          {t('Documents made in this folder stand here.')}
        </Empty>
      ) : (
        <Rows rows={data.items} label={folder.title} />
      )}
    </>
  )
}
const BELOW = 200

function Rows({ rows, label }: { rows: readonly DocumentRow[]; label: string }) {
  return (
    <ul className="recent body" aria-label={label}>
      {rows.map((row) => (
        <li key={row.id}>
          <Link to={pathOf(row.id)} className="recent-item">
            {row.icon ? (
              <span aria-hidden>{row.icon}</span>
            ) : (
              <Icon name={row.kind === 'folder' ? 'folder' : 'document'} size={18} />
            )}
            <strong className="clip">{row.title}</strong>
            <Editor row={row} />
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Editor({ row }: { row: DocumentRow }) {
  const { data } = usePerson(row.edited_by ?? row.owner)
  return (
    <span className="recent-by muted">
      <Avatar name={data?.name ?? '…'} id={data?.id} file={data?.avatar} size={22} />
      <span className="clip">{data?.name}</span>
      <Time at={row.edited_at} />
    </span>
  )
}
