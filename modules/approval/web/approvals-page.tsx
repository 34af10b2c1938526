import './approval.css'
import { useState } from 'react'
import {
  ActionDialog,
  Button,
  Empty,
  ErrorState,
  Head,
  Loading,
  Money,
  Page,
  Segmented,
  Tag,
  Time,
  go,
  optionOf,
  t,
  useCatalog,
  usePaged,
  usePerson,
  type ModulePageProps,
} from '#web'
import { RequestPanel } from './request-panel.tsx'
import type { Box, Request } from './types.ts'

/** What waits for me, what I asked for, what I decided; and all of it for who oversees. */
export function ApprovalsPage({ page, rest }: ModulePageProps) {
  const catalog = useCatalog()
  const [box, setBox] = useState<Box>('to_me')
  const [form, setForm] = useState(false)
  const list = usePaged<Request>('approval.request.list', {
    ...(box === 'all' ? {} : { box }),
    limit: 50,
  })
  const boxes = [
    { value: 'to_me' as const, label: t('For me to decide') },
    { value: 'by_me' as const, label: t('Asked by me') },
    { value: 'done' as const, label: t('Decided by me') },
    ...(catalog.can('approval.request.reassign')
      ? [{ value: 'all' as const, label: t('Everything') }]
      : []),
  ]
  const [chosen] = rest
  const open = (id: string) => go(`${page.path}/${id}`)
  const create = (
    <Button
      tone={list.items.length > 0 ? 'primary' : 'plain'}
      icon="plus"
      onClick={() => setForm(true)}
    >
      {catalog.title('approval.request.create')}
    </Button>
  )
  return (
    <Page side={chosen && <RequestPanel key={chosen} id={chosen} onClose={() => go(page.path)} />}>
      <Head
        title={catalog.title(page.id, page.title)}
        primary={
          <Button tone="primary" icon="plus" onClick={() => setForm(true)}>
            {catalog.title('approval.request.create')}
          </Button>
        }
      />
      <div className="tools">
        <Segmented label={t('Which')} value={box} onChange={setBox} options={boxes} />
      </div>
      {list.problem ? (
        <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
      ) : list.isLoading ? (
        <Loading rows={6} />
      ) : list.items.length === 0 ? (
        <Nothing box={box}>{create}</Nothing>
      ) : (
        <div className="body">
          <ul className="requests" aria-label={catalog.title(page.id, page.title)}>
            {list.items.map((one) => (
              <li key={one.id}>
                <RequestItem request={one} here={one.id === chosen} onOpen={() => open(one.id)} />
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
      {form && (
        <ActionDialog
          action="approval.request.create"
          hidden={['conversation']}
          submit={t('Submit')}
          onDone={(made) => {
            setBox('by_me')
            open(String(made.id))
          }}
          onClose={() => setForm(false)}
        />
      )}
    </Page>
  )
}

function Nothing({ box, children }: { box: Box; children: React.ReactNode }) {
  const words = {
    to_me: [t('Nothing waits for you'), t('What colleagues ask you to decide stands here.')],
    by_me: [
      t('You have asked for nothing yet'),
      t('Ask for a purchase; the approver gets its card at once.'),
    ],
    done: [t('You have decided nothing yet'), t('Your decisions stay here.')],
    all: [t('No requests yet'), t('Requests of everybody stand here.')],
  }[box]
  return (
    <Empty
      icon="approval"
      title={words[0]!}
      action={box === 'by_me' || box === 'all' ? children : undefined}
    >
      {words[1]}
    </Empty>
  )
}

function RequestItem({
  request,
  here,
  onOpen,
}: {
  request: Request
  here: boolean
  onOpen: () => void
}) {
  const catalog = useCatalog()
  const option = optionOf(catalog, 'approval.request')
  const from = usePerson(request.submitter).data
  const to = usePerson(request.approver).data
  return (
    <button
      type="button"
      className="request"
      aria-current={here ? 'true' : undefined}
      onClick={onOpen}
    >
      <span className="request-words">
        <strong>{request.title}</strong>
        <small>
          {from?.name ?? '…'} → {to?.name ?? '…'}
          {request.created_at && (
            <>
              {' · '}
              <Time at={request.created_at} />
            </>
          )}
        </small>
      </span>
      {request.amount && (
        <span className="request-amount">
          <Money value={request.amount} />
        </span>
      )}
      <Tag text={option('status', request.status)} tone={request.status} />
    </button>
  )
}
