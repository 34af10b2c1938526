import { memo } from 'react'
import {
  Avatar,
  Icon,
  PersonTrigger,
  clock,
  exactTime,
  t,
  useCatalog,
  useLanguage,
  useSignal,
} from '#web'
import { MessageBody } from './message-body.tsx'
import { MessageTools } from './message-tools.tsx'
import { react } from './message-doing.ts'
import type { Room } from './room-store.ts'
import type { RoomDoing } from './room-view.tsx'
import type { Conversation, Message } from './types.ts'
import { briefly, systemText } from './words.ts'

interface Props {
  room: Room
  talk: Conversation
  message: Message
  first: boolean
  doing: RoomDoing
  active: boolean
  flash: boolean
  chosen?: boolean
  onToggle?: () => void
  onActive: () => void
}

export const MessageRow = memo(function MessageRow({
  room,
  talk,
  message,
  first,
  doing,
  active,
  flash,
  chosen,
  onToggle,
  onActive,
}: Props) {
  const { actor } = useCatalog()
  useLanguage()
  const { people, members, messages } = useSignal(room.state)
  const name = (id: string | undefined) =>
    id ? (people[id] ?? members.find((one) => one.person === id)?.name ?? t('Somebody')) : ''
  const own = message.sender === actor.id
  if (message.kind === 'system')
    return (
      <p className="system">
        {systemText(message.body?.system, (id) => (id === actor.id ? t('You') : name(id)))}
      </p>
    )
  if (message.recalled_at)
    return (
      <p className="system">
        {message.recalled_by === actor.id
          ? t('You recalled a message')
          : t('{name} recalled a message', { name: name(message.recalled_by) })}
      </p>
    )
  const at = new Date(message.created_at)
  const replied = message.reply_to ? messages.find((one) => one.id === message.reply_to) : undefined
  const { speaker } = message.body ?? {}
  const sender = speaker?.name ?? name(message.sender)
  return (
    <div
      className={`message ${own ? 'own' : ''} ${first ? 'first' : ''} ${flash ? 'flash' : ''} ${chosen ? 'chosen' : ''}`}
      tabIndex={-1}
      onFocus={onActive}
      onClick={onToggle ?? onActive}
      aria-label={`${sender}, ${exactTime(message.created_at)}`}
    >
      {onToggle && (
        <input
          type="checkbox"
          className="pick"
          checked={chosen}
          onChange={onToggle}
          onClick={(event) => event.stopPropagation()}
          aria-label={t('Choose the message of {name}', { name: sender })}
        />
      )}
      <div className="message-avatar">
        {first && speaker && (
          <span className="thing-avatar">
            <Icon name={speaker.kind === 'device' ? 'hdd' : 'appstore'} size={20} />
          </span>
        )}
        {first && !own && message.sender && !speaker && (
          <PersonTrigger id={message.sender} label={sender}>
            <Avatar name={sender} id={message.sender} size={36} />
          </PersonTrigger>
        )}
      </div>
      <div className="message-body">
        {first && (
          <div className="message-head">
            {speaker && <span className="sender">{speaker.name}</span>}
            {!own && message.sender && !speaker && (
              <PersonTrigger id={message.sender} className="sender">
                {sender}
              </PersonTrigger>
            )}
            <time dateTime={message.created_at} title={exactTime(message.created_at)}>
              {clock(at)}
            </time>
          </div>
        )}
        <div className="bubble-line">
          <div className={`bubble ${bare(message) ? 'bare-bubble' : ''}`}>
            {message.body?.forwarded && (
              <small className="forwarded">
                <Icon name="share" size={13} />
                {t('Forwarded from {name}', { name: message.body.forwarded.sender_name })}
              </small>
            )}
            {message.reply_to && (
              <button
                type="button"
                className="quote"
                onClick={() => replied && doing.jump(replied.seq)}
              >
                {replied ? (
                  <>
                    <b>{name(replied.sender)}</b> {briefly(replied)}
                  </>
                ) : (
                  t('An earlier message')
                )}
              </button>
            )}
            <MessageBody message={message} nameOf={name} me={actor.id} />
            {message.edited_at && (
              <small className="edited" title={exactTime(message.edited_at)}>
                {t('edited')}
              </small>
            )}
          </div>
          {active && !onToggle && (
            <MessageTools room={room} talk={talk} message={message} doing={doing} />
          )}
        </div>
        <MessageFoot
          message={message}
          talk={talk}
          own={own}
          doing={doing}
          me={actor.id}
          nameOf={name}
          read={readBy(message, members, actor.id)}
        />
      </div>
    </div>
  )
})

/** Pictures and cards bring their own edges. */
const bare = ({ kind, text }: Message) =>
  (kind === 'image' && !text) || kind === 'card' || kind === 'combined'

const readBy = (
  { seq }: Message,
  members: readonly { person: string; read_seq: number; joined_seq: number }[],
  me: string,
) => {
  const others = members.filter((one) => one.person !== me && one.joined_seq < seq)
  return { read: others.filter((one) => one.read_seq >= seq).length, of: others.length }
}

function MessageFoot({
  message,
  talk,
  own,
  doing,
  me,
  nameOf,
  read,
}: {
  message: Message
  talk: Conversation
  own: boolean
  doing: RoomDoing
  me: string
  nameOf: (id: string) => string
  read: { read: number; of: number }
}) {
  const all = read.of > 0 && read.read >= read.of
  return (
    <div className="message-foot">
      {message.pinned_at && (
        <small className="state-line">
          <Icon name="pin" size={13} />
          {t('Pinned')}
        </small>
      )}
      {(message.reactions ?? []).map(({ emoji, people }) => {
        const mine = people.includes(me)
        const who = people.slice(0, 12).map(nameOf).join(', ')
        return (
          <button
            key={emoji}
            type="button"
            className="reaction"
            aria-pressed={mine}
            title={who}
            aria-label={`${emoji} ${people.length}: ${who}`}
            onClick={() => void react(message, emoji, !mine, me)}
          >
            {emoji} {people.length}
          </button>
        )
      })}
      {(message.replies ?? 0) > 0 && (
        <button
          type="button"
          className="replies"
          onClick={() => doing.open({ kind: 'thread', message: message.id })}
        >
          <Icon name="reply" size={14} />
          {t('{n} replies', { n: message.replies! })}
        </button>
      )}
      {own && read.of > 0 && (
        <button
          type="button"
          className={`read-mark ${all ? 'all' : ''}`}
          onClick={() => doing.open({ kind: 'readers', message })}
        >
          <Icon name={all ? 'check' : 'eye'} size={13} />
          {talk.kind === 'direct'
            ? all
              ? t('Read')
              : t('Unread')
            : all
              ? t('All have read')
              : t('{n} of {of} have read', { n: read.read, of: read.of })}
        </button>
      )}
    </div>
  )
}
