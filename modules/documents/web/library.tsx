import { useDeferredValue, useState, type ReactNode } from 'react'
import {
  ActionDialog,
  Button,
  ConfirmDialog,
  Empty,
  ErrorState,
  Icon,
  Link,
  Loading,
  Menu,
  t,
  useAction,
  useCatalog,
  usePaged,
} from '#web'
import type { Where } from './new-dialog.tsx'
import { ShareDialog } from './share-dialog.tsx'
import { pathOf, type DocumentRow } from './types.ts'

/** As many as a person finds his way through; the rest is found by search. */
const PAGE = 500

/** Every document one may read, by where it stands. */
export function Library({
  chosen,
  onNew,
}: {
  chosen: string | undefined
  onNew: (where: Where) => void
}) {
  const [search, setSearch] = useState('')
  const words = useDeferredValue(search.trim())
  return (
    <>
      <div className="list-head">
        <h1>{t('Documents')}</h1>
        <Menu
          icon="plus"
          label={t('New')}
          items={[
            { label: t('New document'), icon: 'document', run: () => onNew({ space: 'personal' }) },
            {
              label: t('New folder'),
              icon: 'folder',
              run: () => onNew({ space: 'personal', folder: true }),
            },
          ]}
        />
      </div>
      <div className="list-tools">
        <label className="search-box">
          <Icon name="search" size={16} />
          <input
            type="search"
            value={search}
            placeholder={t('Search')}
            aria-label={t('Search documents')}
            onChange={(event) => setSearch(event.target.value)}
          />
        </label>
      </div>
      <div className="list-body">
        {words ? (
          <Found words={words} chosen={chosen} />
        ) : (
          <Shelves chosen={chosen} onNew={onNew} />
        )}
      </div>
    </>
  )
}

function Shelves({ chosen, onNew }: { chosen: string | undefined; onNew: (where: Where) => void }) {
  const me = useCatalog().actor.id
  const list = usePaged<DocumentRow>('documents.document.list', {
    where: { deleted_at: null },
    sort: ['title'],
    limit: PAGE,
  })
  if (list.problem) return <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
  if (list.isLoading) return <Loading rows={8} />
  const ids = new Set(list.items.map(({ id }) => id))
  /** What stands in a folder one may not see stands at the top. */
  const top = list.items.filter(({ parent }) => !parent || !ids.has(parent))
  const groups = [...new Set(top.flatMap(({ conversation }) => conversation ?? []))]
  const shelf = (keep: (row: DocumentRow) => boolean): DocumentRow[] => top.filter(keep)
  const own = shelf(({ space, owner }) => space === 'personal' && owner === me)
  const shared = shelf(({ space, owner }) => space === 'personal' && owner !== me)
  const everybody = shelf(({ space }) => space === 'organisation')
  const tree = (rows: DocumentRow[]) => (
    <Tree rows={rows} all={list.items} chosen={chosen} onNew={onNew} />
  )
  return (
    <nav aria-label={t('Documents')} className="shelves">
      <Shelf title={t('My documents')} onNew={() => onNew({ space: 'personal' })}>
        {own.length ? tree(own) : <p className="shelf-empty">{t('Nothing here yet')}</p>}
      </Shelf>
      {shared.length > 0 && <Shelf title={t('Shared with me')}>{tree(shared)}</Shelf>}
      <Shelf title={t('For everybody')} onNew={() => onNew({ space: 'organisation' })}>
        {everybody.length ? (
          tree(everybody)
        ) : (
          <p className="shelf-empty">{t('Nothing here yet')}</p>
        )}
      </Shelf>
      {groups.map((group) => (
        <GroupShelf key={group} conversation={group} onNew={onNew}>
          {tree(shelf(({ conversation }) => conversation === group))}
        </GroupShelf>
      ))}
      {list.hasNextPage && (
        <div className="table-more">
          <Button small busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('Load more')}
          </Button>
        </div>
      )}
      <Link
        to="/documents/bin"
        className="leaf"
        aria-current={chosen === 'bin' ? 'page' : undefined}
      >
        <Icon name="trash" size={16} />
        <span className="clip">{t('Bin')}</span>
      </Link>
    </nav>
  )
}

function Shelf({
  title,
  onNew,
  children,
}: {
  title: string
  onNew?: () => void
  children: ReactNode
}) {
  return (
    <section className="shelf" aria-label={title}>
      <header>
        <h2>{title}</h2>
        {onNew && (
          <button
            type="button"
            className="icon-button small"
            aria-label={`${t('New document')}: ${title}`}
            title={t('New document')}
            onClick={onNew}
          >
            <Icon name="plus" size={16} />
          </button>
        )}
      </header>
      {children}
    </section>
  )
}

function GroupShelf({
  conversation,
  onNew,
  children,
}: {
  conversation: string
  onNew: (where: Where) => void
  children: ReactNode
}) {
  const { data } = useAction<{ conversation?: { name?: string }; name?: string }>(
    'chat.conversation.get',
    {
      conversation,
    },
  )
  const name = data?.conversation?.name ?? data?.name ?? t('Group')
  return (
    <Shelf title={name} onNew={() => onNew({ conversation })}>
      {children}
    </Shelf>
  )
}

interface TreeProps {
  rows: readonly DocumentRow[]
  all: readonly DocumentRow[]
  chosen: string | undefined
  onNew: (where: Where) => void
}

function Tree({ rows, ...props }: TreeProps) {
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.id}>
          {row.kind === 'folder' ? (
            <Folder row={row} {...props} />
          ) : (
            <Leaf row={row} here={row.id === props.chosen} />
          )}
        </li>
      ))}
    </ul>
  )
}

function Folder({ row, all, chosen, onNew }: Omit<TreeProps, 'rows'> & { row: DocumentRow }) {
  const inside = all.filter(({ parent }) => parent === row.id)
  const mine = useCatalog().actor.id === row.owner
  const [open, setOpen] = useState(() => inside.some(({ id }) => id === chosen))
  const [doing, setDoing] = useState<'rename' | 'share' | 'delete'>()
  const done = () => setDoing(undefined)
  const here = { parent: row.id }
  return (
    <>
      <div className="folder">
        <button type="button" className="leaf" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'down' : 'right'} size={14} />
          <span className="clip">{row.title}</span>
        </button>
        <Menu
          icon="more"
          label={`${t('More')}: ${row.title}`}
          items={[
            { label: t('New document here'), icon: 'document', run: () => onNew(here) },
            {
              label: t('New folder here'),
              icon: 'folder',
              run: () => onNew({ ...here, folder: true }),
            },
            ...(mine
              ? [
                  { label: t('Rename'), icon: 'edit', run: () => setDoing('rename') },
                  { label: t('Share'), icon: 'share', run: () => setDoing('share') },
                  {
                    label: t('Move to the bin'),
                    icon: 'trash',
                    danger: true,
                    run: () => setDoing('delete'),
                  },
                ]
              : []),
          ]}
        />
      </div>
      {doing === 'share' && <ShareDialog document={row} onClose={done} />}
      {doing === 'rename' && (
        <ActionDialog
          action="documents.document.update"
          preset={{ document: row.id, title: row.title }}
          hidden={['document', 'icon']}
          title={t('Rename')}
          onClose={done}
        />
      )}
      {doing === 'delete' && (
        <ConfirmDialog
          title={t('Move “{title}” to the bin?', { title: row.title })}
          text={t('All that stands in it goes with it. You can take it out again.')}
          verb={t('Move to the bin')}
          action="documents.document.delete"
          input={{ document: row.id }}
          onClose={done}
        />
      )}
      {open &&
        (inside.length ? (
          <Tree rows={inside} all={all} chosen={chosen} onNew={onNew} />
        ) : (
          <p className="shelf-empty">{t('Nothing here yet')}</p>
        ))}
    </>
  )
}

function Leaf({ row, here }: { row: DocumentRow; here: boolean }) {
  return (
    <Link to={pathOf(row.id)} className="leaf" aria-current={here ? 'page' : undefined}>
      {row.icon ? (
        <span className="leaf-icon" aria-hidden>
          {row.icon}
        </span>
      ) : (
        <Icon name="document" size={16} />
      )}
      <span className="clip">{row.title}</span>
    </Link>
  )
}

function Found({ words, chosen }: { words: string; chosen: string | undefined }) {
  const { data, problem } = useAction<{ items: { document: DocumentRow; excerpt: string }[] }>(
    'documents.document.search',
    { text: words },
    { keep: true },
  )
  if (problem) return <ErrorState problem={problem} />
  if (!data) return <Loading rows={4} />
  if (data.items.length === 0)
    return (
      <Empty icon="search" title={t('Nothing found')}>
        {t('Only documents that you may read are searched.')}
      </Empty>
    )
  return (
    <ul aria-label={t('Found')}>
      {data.items.map(({ document, excerpt }) => (
        <li key={document.id}>
          <Link
            to={pathOf(document.id)}
            className="leaf found"
            aria-current={document.id === chosen ? 'page' : undefined}
          >
            <strong className="clip">{document.title}</strong>
            <small>{excerpt}</small>
          </Link>
        </li>
      ))}
    </ul>
  )
}
