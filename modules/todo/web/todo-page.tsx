import { useState } from 'react'
import {
  Button,
  Empty,
  ErrorState,
  Head,
  Loading,
  Page,
  Segmented,
  t,
  useAction,
  useCatalog,
  usePaged,
  type ModulePageProps,
} from '#web'
import { ItemDialog } from './item-dialog.tsx'
import { ItemLine } from './item-line.tsx'
import { QuickItem } from './quick-item.tsx'
import { BUCKETS, bucketOf, today, type Bucket, type Counts, type Item } from './types.ts'

/** All that one has to do, wherever it came from, by when it is due. */
export function TodoPage({ page }: ModulePageProps) {
  const catalog = useCatalog()
  const [state, setState] = useState<'open' | 'done'>('open')
  const [edited, setEdited] = useState<Item>()
  const day = today()
  const counts = useAction<Counts>('todo.item.count', { today: day }, { keep: true }).data
  const list = usePaged<Item>('todo.item.list', { state, today: day, limit: 100 })
  return (
    <Page>
      <Head title={catalog.title(page.id, page.title)} backTo="/workbench" />
      <div className="tools">
        <Segmented
          label={t('Which')}
          value={state}
          onChange={setState}
          options={[
            { value: 'open', label: t('To do') },
            { value: 'done', label: t('Done') },
          ]}
        />
        {state === 'open' && <QuickItem day={day} />}
      </div>
      {list.problem ? (
        <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
      ) : list.isLoading ? (
        <Loading rows={8} />
      ) : list.items.length === 0 ? (
        <Empty icon="task" title={state === 'open' ? t('Nothing to do') : t('Nothing is done yet')}>
          {state === 'open'
            ? t('Requests to decide, tasks of projects and what you write down stand here.')
            : t('What you tick off stays here.')}
        </Empty>
      ) : (
        <div className="body">
          <div className="todo">
            {state === 'open' ? (
              BUCKETS.map((bucket) => (
                <BucketList
                  key={bucket}
                  bucket={bucket}
                  count={counts?.[bucket]}
                  items={list.items.filter((one) => bucketOf(one, day) === bucket)}
                  onEdit={setEdited}
                />
              ))
            ) : (
              <ul className="todo-list" aria-label={t('Done')}>
                {list.items.map((one) => (
                  <ItemLine key={one.id} item={one} late={false} onEdit={setEdited} />
                ))}
              </ul>
            )}
          </div>
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
      {edited && <ItemDialog item={edited} onClose={() => setEdited(undefined)} />}
    </Page>
  )
}

function BucketList({
  bucket,
  count,
  items,
  onEdit,
}: {
  bucket: Bucket
  count: number | undefined
  items: Item[]
  onEdit: (item: Item) => void
}) {
  if (items.length === 0) return null
  const title = {
    overdue: t('Overdue'),
    today: t('Today'),
    week: t('Next seven days'),
    later: t('Later'),
    undated: t('Without a day'),
  }[bucket]
  return (
    <section aria-label={title}>
      <h2 className={bucket === 'overdue' ? 'late' : ''}>
        {title} <small className="number muted">{count ?? items.length}</small>
      </h2>
      <ul className="todo-list" aria-label={title}>
        {items.map((one) => (
          <ItemLine key={one.id} item={one} late={bucket === 'overdue'} onEdit={onEdit} />
        ))}
      </ul>
    </section>
  )
}
