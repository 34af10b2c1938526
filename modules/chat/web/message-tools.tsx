import { useRef, useState } from 'react'
import {
  ActionDialog,
  ConfirmDialog,
  Floating,
  IconButton,
  Menu,
  copy,
  t,
  told,
  useCatalog,
  type MenuItem,
} from '#web'
import { pin, react } from './message-doing.ts'
import type { Room } from './room-store.ts'
import type { RoomDoing } from './room-view.tsx'
import type { Conversation, Message } from './types.ts'

const EMOJI = ['👍', '❤️', '😄', '🎉', '👏', '🙏', '✅', '👀', '😮', '💪', '🌹', '🤝']
/** As long as the server allows. */
const DAY_MS = 24 * 3600_000
const isFresh = ({ created_at }: Message) => Date.now() - Date.parse(created_at) < DAY_MS

/** What may be done with a message, beside it while it is pointed at or focused. */
export function MessageTools({
  room,
  talk,
  message,
  doing,
}: {
  room: Room
  talk: Conversation
  message: Message
  doing: RoomDoing
}) {
  const { actor, placements, can } = useCatalog()
  const [recall, setRecall] = useState(false)
  const [action, setAction] = useState<string>()
  const own = message.sender === actor.id
  const steers = talk.kind === 'group' && talk.role !== 'member'
  const fresh = isFresh(message)
  const words = message.kind === 'text' || message.kind === 'markdown'
  const root = message.thread ?? message.id
  const items: MenuItem[] = [
    ...(can('chat.message.forward')
      ? [{ label: t('Forward'), icon: 'share', run: () => doing.forward([message]) }]
      : []),
    {
      label: t('Reply in a thread'),
      icon: 'message',
      run: () => doing.open({ kind: 'thread', message: root }),
    },
    ...(talk.kind === 'direct' || talk.may_pin === 'all' || steers
      ? [
          {
            label: message.pinned_at ? t('Unpin') : t('Pin'),
            icon: 'pin',
            run: () => void pin(message, !message.pinned_at, actor.id),
          },
        ]
      : []),
    ...(words
      ? [
          {
            label: t('Copy'),
            icon: 'copy',
            run: () => void copy(message.text).then(() => told(t('Copied'))),
          },
        ]
      : []),
    { label: t('Choose several'), icon: 'check', run: () => doing.choose(message) },
    ...(own || steers
      ? [
          {
            label: t('Who has read it'),
            icon: 'eye',
            run: () => doing.open({ kind: 'readers', message }),
          },
        ]
      : []),
    ...placements('message-action')
      .filter((one) => one.action)
      .map((one) => ({ label: one.title, icon: one.icon, run: () => setAction(one.action) })),
    ...(own && words && fresh
      ? [{ label: t('Edit'), icon: 'edit', run: () => doing.edit(message) }]
      : []),
    ...((own || steers) && fresh
      ? [{ label: t('Recall'), icon: 'undo', danger: true, run: () => setRecall(true) }]
      : []),
  ]
  return (
    <div className="tools-bar" data-room={room.id}>
      <EmojiButton onPick={(emoji) => void react(message, emoji, true, actor.id)} />
      <IconButton icon="reply" size={18} label={t('Reply')} onClick={() => doing.reply(message)} />
      <Menu items={items} label={t('More')} />
      {action && (
        <ActionDialog
          action={action}
          preset={{ message: message.id, conversation: message.conversation, text: message.text }}
          hidden={['message', 'conversation']}
          onClose={() => setAction(undefined)}
        />
      )}
      {recall && (
        <ConfirmDialog
          title={t('Recall this message?')}
          text={t(
            'Its words and files are gone for everybody; that it was recalled stays visible.',
          )}
          verb={t('Recall')}
          action="chat.message.recall"
          input={{ message: message.id }}
          refresh={[]}
          onClose={() => setRecall(false)}
        />
      )}
    </div>
  )
}

export function EmojiButton({
  onPick,
  label = t('React'),
}: {
  onPick: (emoji: string) => void
  label?: string
}) {
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLSpanElement>(null)
  return (
    <span ref={anchor}>
      <IconButton
        icon="smile"
        size={18}
        label={label}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open && (
        <Floating anchor={anchor} side="above" onClose={() => setOpen(false)} label={label}>
          <div className="emoji">
            {EMOJI.map((emoji) => (
              <button
                key={emoji}
                type="button"
                className="bare"
                onClick={() => {
                  setOpen(false)
                  onPick(emoji)
                }}
              >
                {emoji}
              </button>
            ))}
          </div>
        </Floating>
      )}
    </span>
  )
}
