import { useState } from 'react'
import {
  Button,
  CardView,
  Empty,
  ErrorState,
  Head,
  Icon,
  Loading,
  Page,
  Segmented,
  SidePanel,
  Time,
  call,
  go,
  refreshActions,
  t,
  useCatalog,
  useCommand,
  useLanguage,
  usePaged,
  type ModulePageProps,
} from '#web'
import './notify.css'
import { PreferencesDialog } from './preferences-dialog.tsx'
import { bodyOf, titleOf, type Notice } from './types.ts'

/** What one was told: newest first, unread in sight, cards to press right there. */
export function InboxPage({ page, rest }: ModulePageProps) {
  const catalog = useCatalog()
  const [which, setWhich] = useState<'unread' | 'all'>('all')
  const [settings, setSettings] = useState(false)
  useLanguage()
  const list = usePaged<Notice>('notify.notice.list', {
    sort: ['-created_at'],
    limit: 50,
    ...(which === 'unread' ? { where: { read_at: null } } : {}),
  })
  const readAll = useCommand('notify.notice.read')
  const unread = list.items.some((one) => !one.read_at)
  const chosen = list.items.find(({ id }) => id === rest[0])
  const open = (notice: Notice) => {
    if (!notice.read_at)
      void call('notify.notice.read', { notice: notice.id }).then(() =>
        refreshActions(['notify.notice']),
      )
    if (notice.card) go(`${page.path}/${notice.id}`)
    else if (notice.link) go(notice.link)
    else go(`${page.path}/${notice.id}`)
  }
  return (
    <Page side={chosen && <NoticePanel notice={chosen} onClose={() => go(page.path)} />}>
      <Head
        title={catalog.title(page.id, page.title)}
        menu={[
          { label: t('How notices reach me'), icon: 'settings', run: () => setSettings(true) },
        ]}
        primary={
          unread && (
            <Button icon="check" busy={readAll.isPending} onClick={() => readAll.mutate({})}>
              {t('Mark all as read')}
            </Button>
          )
        }
      />
      <div className="tools">
        <Segmented
          label={t('Which')}
          value={which}
          onChange={setWhich}
          options={[
            { value: 'all', label: t('All') },
            { value: 'unread', label: t('Unread') },
          ]}
        />
      </div>
      {list.problem ? (
        <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
      ) : list.isLoading ? (
        <Loading />
      ) : list.items.length === 0 ? (
        <Empty icon="bell" title={which === 'unread' ? t('Everything is read') : t('Nothing yet')}>
          {t('What concerns you is told here: requests to decide, answers, mentions.')}
        </Empty>
      ) : (
        <div className="body">
          <ul className="notices" aria-label={catalog.title(page.id, page.title)}>
            {list.items.map((one) => (
              <li key={one.id}>
                <button
                  type="button"
                  className={`notice ${one.read_at ? '' : 'unread'}`}
                  aria-current={one.id === chosen?.id ? 'true' : undefined}
                  onClick={() => open(one)}
                >
                  <Icon name={one.card ? 'approval' : 'bell'} />
                  <span className="grow">
                    <span className="notice-title">{titleOf(one)}</span>
                    {bodyOf(one) && <small className="notice-body">{bodyOf(one)}</small>}
                  </span>
                  {one.created_at && (
                    <small>
                      <Time at={one.created_at} />
                    </small>
                  )}
                  {!one.read_at && <span className="dot" role="img" aria-label={t('Unread')} />}
                </button>
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
      {settings && <PreferencesDialog onClose={() => setSettings(false)} />}
    </Page>
  )
}

function NoticePanel({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  return (
    <SidePanel
      title={t('Notice')}
      onClose={onClose}
      foot={
        notice.link && (
          <div className="row end">
            <Button icon="forward" onClick={() => go(notice.link!)}>
              {t('Open')}
            </Button>
          </div>
        )
      }
    >
      <div className="stack">
        <p>{titleOf(notice)}</p>
        {bodyOf(notice) && <p className="card-text muted">{bodyOf(notice)}</p>}
        {notice.card && <CardView card={notice.card} summary={titleOf(notice)} />}
      </div>
    </SidePanel>
  )
}
