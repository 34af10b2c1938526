import {
  Button,
  Empty,
  ErrorState,
  Head,
  Icon,
  Loading,
  Time,
  t,
  useCatalog,
  useCommand,
  usePaged,
} from '#web'
import type { DocumentRow } from './types.ts'

/** What one deleted oneself; nobody else's. */
export function Bin() {
  const me = useCatalog().actor.id
  const list = usePaged<DocumentRow>('documents.document.list', {
    where: { owner: me, not: { deleted_at: null } },
    sort: ['-deleted_at'],
    limit: 50,
  })
  const recover = useCommand('documents.document.recover')
  return (
    <>
      <Head title={t('Bin')} sub={t('Nobody else sees what is in here.')} backTo="/documents" />
      {list.problem ? (
        <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
      ) : list.isLoading ? (
        <Loading rows={5} />
      ) : list.items.length === 0 ? (
        <Empty icon="trash" title={t('The bin is empty')}>
          {t('Documents of yours that you delete lie here, and you can take them out again.')}
        </Empty>
      ) : (
        <ul className="recent body" aria-label={t('Bin')}>
          {list.items.map((row) => (
            <li key={row.id} className="recent-item">
              <Icon name={row.kind === 'folder' ? 'folder' : 'document'} size={18} />
              <strong className="clip grow">{row.title}</strong>
              {row.deleted_at && <Time at={row.deleted_at} />}
              <Button small icon="undo" onClick={() => recover.mutate({ document: row.id })}>
                {t('Take out')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
