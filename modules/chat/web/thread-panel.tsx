import {
  Avatar,
  ErrorState,
  Loading,
  PersonTrigger,
  SidePanel,
  clock,
  t,
  useAction,
  useCatalog,
  useSignal,
} from '#web'
import { Composer } from './composer.tsx'
import { MessageBody } from './message-body.tsx'
import { PendingRow } from './pending-row.tsx'
import type { Room } from './room-store.ts'
import type { Conversation, Message } from './types.ts'

interface Answer {
  items: Message[]
  people: { id: string; name: string }[]
}

/** A message and what was answered under it. */
export function ThreadPanel({
  room,
  talk,
  message,
  onClose,
}: {
  room: Room
  talk: Conversation
  message: string
  onClose: () => void
}) {
  const { actor } = useCatalog()
  const { data, problem, refetch } = useAction<Answer>('chat.message.list', {
    conversation: room.id,
    thread: message,
    limit: 200,
  })
  const state = useSignal(room.state)
  const root =
    state.messages.find(({ id }) => id === message) ?? data?.items.find(({ id }) => id === message)
  const live = state.messages.filter((one) => one.thread === message)
  const fetched = (data?.items ?? []).filter(
    (one) => one.id !== message && !live.some(({ id }) => id === one.id),
  )
  const replies = [...fetched, ...live].toSorted((a, b) => a.seq - b.seq)
  const nameOf = (id: string) =>
    state.people[id] ?? data?.people.find((one) => one.id === id)?.name ?? t('Somebody')
  const line = (one: Message) => (
    <li key={one.id} className="thread-line">
      {one.sender && (
        <PersonTrigger id={one.sender} label={nameOf(one.sender)}>
          <Avatar name={nameOf(one.sender)} id={one.sender} size={30} />
        </PersonTrigger>
      )}
      <div className="grow">
        <div className="message-head">
          <b>{one.sender ? nameOf(one.sender) : ''}</b>
          <time>{clock(new Date(one.created_at))}</time>
        </div>
        {one.recalled_at ? (
          <p className="muted">{t('Recalled')}</p>
        ) : (
          <MessageBody message={one} nameOf={nameOf} me={actor.id} />
        )}
      </div>
    </li>
  )
  return (
    <SidePanel
      title={t('Thread')}
      onClose={onClose}
      foot={<Composer room={room} talk={talk} thread={message} />}
    >
      {problem ? (
        <ErrorState problem={problem} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading />
      ) : (
        <ol className="thread">
          {root && line(root)}
          <li className="divider">
            {replies.length === 0 ? t('No reply yet') : t('{n} replies', { n: replies.length })}
          </li>
          {replies.map(line)}
          {state.pending
            .filter((one) => one.thread === message)
            .map((one) => (
              <li key={one.client_id}>
                <PendingRow room={room} pending={one} me={actor.id} />
              </li>
            ))}
        </ol>
      )}
    </SidePanel>
  )
}
