import { useState } from 'react'
import {
  Button,
  Empty,
  ErrorState,
  Head,
  Icon,
  Loading,
  Page,
  PersonName,
  Time,
  t,
  tn,
  useCatalog,
  useCommand,
  useLanguage,
  usePaged,
  ErrorLine,
  type ModulePageProps,
  type Row,
} from '#web'
import { InviteDialog } from './invite-dialog.tsx'
import { JoinRequests } from './join-requests.tsx'

interface Invitation extends Row {
  kind: 'link' | 'code' | 'email'
  email?: string
  code?: string
  approval: boolean
  uses: number
  max_uses?: number
  invited_by?: string
  expires_at: string
  revoked_at?: string
  department$?: { name?: string }
}
const KINDS = { link: 'link', code: 'qr', email: 'mail' } as const

/** Who waits to be let in, and what invitations are open. */
export function InvitationsPage(_props: ModulePageProps) {
  useLanguage()
  const { can } = useCatalog()
  const [inviting, setInviting] = useState(false)
  const [now] = useState(Date.now)
  const list = usePaged<Invitation>('identity.invitation.list', {
    where: { revoked_at: null },
    sort: ['-created_at'],
    expand: ['department'],
    limit: 100,
  })
  const isOpen = ({ expires_at, uses, max_uses }: Invitation) =>
    new Date(expires_at).getTime() > now && (max_uses === undefined || uses < max_uses)
  const open = list.items.filter(isOpen)
  const past = list.items.filter((one) => !isOpen(one))
  const invite = can('identity.invitation.create') && (
    <Button tone="primary" icon="plus" onClick={() => setInviting(true)}>
      {t('Invite colleagues')}
    </Button>
  )
  return (
    <Page>
      <Head backTo="/admin" title={t('Invitations')} primary={list.items.length > 0 && invite} />
      {list.problem && <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />}
      {list.isLoading && <Loading shape="table" />}
      {list.isSuccess && (
        <div className="body">
          <div className="column">
            <JoinRequests onlyWaiting />
            {list.items.length === 0 ? (
              <Empty icon="mail" title={t('Nobody is invited at the moment')} action={invite}>
                {t(
                  'Send a link, show a QR code, read a join code aloud, or write to many at once.',
                )}
              </Empty>
            ) : (
              <Invitations title={t('Still open')} items={open} none={t('None is open.')} />
            )}
            {past.length > 0 && <Invitations title={t('Used or expired')} items={past} />}
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
        </div>
      )}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Page>
  )
}

function Invitations({
  title,
  items,
  none,
}: {
  title: string
  items: Invitation[]
  none?: string
}) {
  const { can } = useCatalog()
  const revoke = useCommand('identity.invitation.revoke', { refresh: ['identity.invitation'] })
  return (
    <section className="section" aria-label={title}>
      <h2>{title}</h2>
      {items.length === 0 && <p className="panel muted">{none}</p>}
      {items.length > 0 && (
        <ul className="panel rows">
          {items.map((one) => (
            <li key={one.id}>
              <Icon name={KINDS[one.kind]} />
              <span className="person-words grow">
                <span className="name">
                  {one.email ??
                    (one.code ? <code className="join-code">{one.code}</code> : t('Link'))}
                </span>
                <small>
                  {one.invited_by && (
                    <>
                      <PersonName id={one.invited_by} />
                      {' · '}
                    </>
                  )}
                  {t('until')} <Time at={one.expires_at} />
                  {one.department$?.name && ` · ${one.department$.name}`}
                  {one.approval && ` · ${t('with approval')}`}
                </small>
              </span>
              <span className="tag">
                {one.max_uses === 1
                  ? one.uses > 0
                    ? t('Joined')
                    : t('Waiting')
                  : one.max_uses
                    ? t('{n} of {most} joined', { n: one.uses, most: one.max_uses })
                    : tn(one.uses, '{n} joined', '{n} joined')}
              </span>
              {none && can('identity.invitation.revoke') && (
                <Button
                  small
                  tone="quiet"
                  disabled={revoke.isPending}
                  onClick={() => revoke.mutate({ invitation: one.id })}
                >
                  {t('Withdraw')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <ErrorLine problem={revoke.problem} />
    </section>
  )
}
