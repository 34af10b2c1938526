import { useState } from 'react'
import {
  Avatar,
  Button,
  Dialog,
  Empty,
  ErrorLine,
  Field,
  Loading,
  PersonName,
  PersonPicker,
  RecordPicker,
  Time,
  t,
  told,
  useCommand,
  usePaged,
  type Row,
} from '#web'

interface JoinRequest extends Row {
  name: string
  email?: string
  mobile?: string
  status: 'waiting' | 'approved' | 'refused'
  decided_by?: string
  decided_at?: string
}
const REFRESH = ['identity.join_request', 'directory.']

/** Those who came by an invitation that asks for approval. Drawn only when somebody is there. */
export function JoinRequests({ onlyWaiting = false }: { onlyWaiting?: boolean }) {
  const list = usePaged<JoinRequest>('identity.join_request.list', {
    ...(onlyWaiting ? { where: { status: 'waiting' } } : {}),
    sort: ['-created_at'],
    limit: 50,
  })
  const [approving, setApproving] = useState<JoinRequest>()
  const refuse = useCommand('identity.join_request.refuse', { refresh: REFRESH })
  if (list.isLoading) return onlyWaiting ? null : <Loading />
  if (list.items.length === 0) {
    return onlyWaiting ? null : (
      <Empty icon="people" title={t('Nobody has asked to join')}>
        {t('Whoever comes by an invitation with approval waits here.')}
      </Empty>
    )
  }
  return (
    <section className="section" aria-label={t('Requests to join')}>
      {onlyWaiting && <h2>{t('Waiting to be let in')}</h2>}
      <ul className="panel rows">
        {list.items.map((one) => (
          <li key={one.id} className="wraps">
            <Avatar name={one.name} id={one.id} size={36} />
            <span className="person-words grow">
              <span className="name">{one.name}</span>
              <small>
                {[one.email, one.mobile].filter(Boolean).join(' · ')} ·{' '}
                <Time at={String(one.created_at)} />
              </small>
            </span>
            {one.status === 'waiting' ? (
              <>
                <Button
                  small
                  disabled={refuse.isPending}
                  onClick={() => refuse.mutate({ join_request: one.id })}
                >
                  {t('Refuse')}
                </Button>
                <Button small onClick={() => setApproving(one)}>
                  {t('Let in')}
                </Button>
              </>
            ) : (
              <span className="row">
                {one.decided_by && (
                  <small>
                    <PersonName id={one.decided_by} />
                  </small>
                )}
                <span className={`tag ${one.status === 'approved' ? 'success' : 'danger'}`}>
                  {one.status === 'approved' ? t('Let in') : t('Refused')}
                </span>
              </span>
            )}
          </li>
        ))}
      </ul>
      <ErrorLine problem={refuse.problem} />
      {list.hasNextPage && (
        <div className="table-more">
          <Button small busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('Load more')}
          </Button>
        </div>
      )}
      {approving && <ApproveDialog request={approving} onClose={() => setApproving(undefined)} />}
    </section>
  )
}

function ApproveDialog({ request, onClose }: { request: JoinRequest; onClose: () => void }) {
  const [person, setPerson] = useState('')
  const [department, setDepartment] = useState('')
  const { name } = request
  const approve = useCommand('identity.join_request.approve', {
    refresh: REFRESH,
    onDone: () => {
      onClose()
      told(t('{name} is in.', { name }))
    },
  })
  return (
    <Dialog title={t('Let {name} in', { name })} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          approve.mutate({
            join_request: request.id,
            ...(person ? { person } : {}),
            ...(department ? { department } : {}),
          })
        }}
      >
        <Field label={t('Department')}>
          {(wires) => (
            <RecordPicker
              wires={wires}
              entity="directory.department"
              value={department ? [department] : []}
              onChange={([id]) => setDepartment(id ?? '')}
            />
          )}
        </Field>
        <Field
          label={t('Stands in the directory already as')}
          help={t('Left empty: a new colleague.')}
        >
          {(wires) => (
            <PersonPicker
              wires={wires}
              value={person ? [person] : []}
              onChange={([id]) => setPerson(id ?? '')}
            />
          )}
        </Field>
        <ErrorLine problem={approve.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={approve.isPending}>
            {t('Let in')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
