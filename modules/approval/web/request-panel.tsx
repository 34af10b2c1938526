import { useState } from 'react'
import {
  ActionDialog,
  Button,
  ConfirmDialog,
  Empty,
  ErrorState,
  FileLink,
  Icon,
  Link,
  Loading,
  Menu,
  Money,
  PersonName,
  SidePanel,
  Tag,
  Time,
  optionOf,
  refreshActions,
  t,
  useAction,
  useCatalog,
  type MenuItem,
} from '#web'
import type { Request } from './types.ts'

type Open = 'approve' | 'reject' | 'withdraw' | 'reassign'

/** One request: what is asked, how it went, and the decision where it is one's own to make. */
export function RequestPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, problem, refetch } = useAction<Request>('approval.request.get', { request: id })
  return (
    <SidePanel
      title={data?.title ?? t('Request')}
      onClose={onClose}
      foot={data?.status === 'open' && <Decide request={data} />}
    >
      {problem?.code === 'notFound' ? (
        <Empty icon="search" title={t('This request is not there')}>
          {t('It is gone, or it is not yours to see.')}
        </Empty>
      ) : problem ? (
        <ErrorState problem={problem} onRetry={() => void refetch()} />
      ) : data ? (
        <Facts request={data} />
      ) : (
        <Loading rows={7} />
      )}
    </SidePanel>
  )
}

function Facts({ request }: { request: Request }) {
  const catalog = useCatalog()
  const option = optionOf(catalog, 'approval.request')
  const say = (field: string) =>
    catalog.title(
      `approval.request.${field}`,
      catalog.entity('approval.request')?.fields[field]?.title,
    )
  return (
    <div className="stack">
      <div className="row">
        <Tag text={option('status', request.status)} tone={request.status} />
        {request.amount && (
          <strong className="request-sum">
            <Money value={request.amount} />
          </strong>
        )}
      </div>
      {request.reason && <p className="card-text">{request.reason}</p>}
      {(request.files?.length ?? 0) > 0 && (
        <div className="stack" aria-label={say('files')} role="group">
          <FileLink value={request.files} />
        </div>
      )}
      <ol className="timeline" aria-label={t('How it went')}>
        <li>
          <PersonName id={request.submitter} avatar />
          <span className="muted">{t('asked')}</span>
          {request.created_at && <Time at={request.created_at} />}
        </li>
        <li className={request.status === 'open' ? 'waiting' : ''}>
          <PersonName
            id={
              request.status === 'withdrawn'
                ? request.submitter
                : (request.decided_by ?? request.approver)
            }
            avatar
          />
          <span className="muted">
            {request.status === 'open' ? t('is to decide') : option('status', request.status)}
          </span>
          {request.decided_at && <Time at={request.decided_at} />}
          {request.comment && <p className="request-comment">{request.comment}</p>}
        </li>
      </ol>
      {request.conversation && (
        <Link to={`/messages/${request.conversation}`} className="row">
          <Icon name="message" size={18} />
          {t('Talk about it in the group')}
        </Link>
      )}
    </div>
  )
}

function Decide({ request }: { request: Request }) {
  const catalog = useCatalog()
  const [open, setOpen] = useState<Open>()
  const me = catalog.actor.id
  const mine = request.approver === me
  const own = request.submitter === me
  const menu: MenuItem[] = catalog.can('approval.request.reassign')
    ? [{ label: t('Give to another approver'), icon: 'swap', run: () => setOpen('reassign') }]
    : []
  const close = () => setOpen(undefined)
  const done = () => refreshActions(['approval.request', 'cards.card', 'notify.notice'])
  if (!mine && !own && menu.length === 0) return null
  return (
    <div className="row end">
      <Menu items={menu} label={t('More')} />
      {own && (
        <Button icon="undo" onClick={() => setOpen('withdraw')}>
          {t('Withdraw')}
        </Button>
      )}
      {mine && (
        <>
          <Button tone="danger" onClick={() => setOpen('reject')}>
            {t('Reject')}
          </Button>
          <Button tone="primary" icon="check" onClick={() => setOpen('approve')}>
            {t('Approve')}
          </Button>
        </>
      )}
      {(open === 'approve' || open === 'reject' || open === 'reassign') && (
        <ActionDialog
          action={`approval.request.${open}`}
          preset={{ request: request.id }}
          hidden={['request']}
          {...(open === 'reassign'
            ? {}
            : { submit: open === 'approve' ? t('Approve') : t('Reject') })}
          onDone={done}
          onClose={close}
        />
      )}
      {open === 'withdraw' && (
        <ConfirmDialog
          title={t('Withdraw “{title}”?', { title: request.title })}
          text={t('Nobody decides on it any more. You can ask anew.')}
          verb={t('Withdraw')}
          action="approval.request.withdraw"
          input={{ request: request.id }}
          onDone={done}
          onClose={close}
        />
      )}
    </div>
  )
}
