import { useEffect, useState } from 'react'
import {
  Button,
  ErrorState,
  Head,
  Icon,
  IconButton,
  Link,
  Loading,
  PersonTrigger,
  connection,
  go,
  t,
  useCatalog,
  usePath,
  useSignal,
} from '#web'
import { Composer } from './composer.tsx'
import { DetailsPanel } from './details-panel.tsx'
import { ForwardDialog } from './forward-dialog.tsx'
import { MessageList } from './message-list.tsx'
import { resendWaiting } from './outbox.ts'
import { ReadersPanel } from './readers-panel.tsx'
import { loadAround, loadLatest, roomOf, type Room } from './room-store.ts'
import { SearchPanel } from './search-panel.tsx'
import { TalkAvatar, talkMenu } from './talk-list.tsx'
import { talkOf, talks } from './talks.ts'
import { ThreadPanel } from './thread-panel.tsx'
import { nameOf, type Conversation, type Message } from './types.ts'

export type Panel =
  | { kind: 'details' }
  | { kind: 'search' }
  | { kind: 'thread'; message: string }
  | { kind: 'readers'; message: Message }

/** What the rows and the composer of one conversation ask of it. */
export interface RoomDoing {
  reply(message: Message): void
  edit(message: Message): void
  forward(messages: Message[]): void
  choose(message: Message): void
  open(panel: Panel): void
  jump(seq: number): void
}

export function RoomView({ id }: { id: string }) {
  const { actor } = useCatalog()
  const room = roomOf(id)
  const state = useSignal(room.state)
  useSignal(talks)
  const online = useSignal(connection)
  const [panel, setPanel] = useState<Panel>()
  const [reply, setReply] = useState<Message>()
  const [edit, setEdit] = useState<Message>()
  const [forward, setForward] = useState<{ messages: Message[]; combined: boolean }>()
  const [chosen, setChosen] = useState<readonly string[]>()
  const [target, setTarget] = useState<{ seq: number }>()
  const wanted = Number(usePath().split('/')[3])
  useEffect(() => {
    if (online === 'open') resendWaiting(id, actor.id)
  }, [online, id, actor.id])
  useEffect(() => {
    if (wanted > 0) void loadAround(room, wanted).then(() => setTarget({ seq: wanted }))
  }, [wanted, room])

  const talk = talkOf(id) ?? state.conversation
  if (state.problem && state.messages.length === 0)
    return <ErrorState problem={state.problem} onRetry={() => void loadLatest(room)} />
  if (!talk) return <Loading />
  const doing: RoomDoing = {
    reply: (message) => {
      setEdit(undefined)
      setReply(message)
    },
    edit: (message) => {
      setReply(undefined)
      setEdit(message)
    },
    forward: (messages) => setForward({ messages, combined: false }),
    choose: (message) => setChosen([message.id]),
    open: setPanel,
    jump: (seq) => void loadAround(room, seq).then(() => setTarget({ seq })),
  }
  const toggle = (message: string) =>
    setChosen((before = []) =>
      before.includes(message) ? before.filter((one) => one !== message) : [...before, message],
    )
  const chosenMessages = state.messages.filter((one) => chosen?.includes(one.id))
  return (
    <div className="room">
      <div className="room-main">
        <RoomHead
          talk={talk}
          room={room}
          onPanel={(next) => setPanel((now) => (now?.kind === next.kind ? undefined : next))}
        />
        <PinnedBar room={room} onJump={doing.jump} talk={talk} />
        <MessageList
          room={room}
          talk={talk}
          doing={doing}
          {...(chosen ? { chosen, onToggle: toggle } : {})}
          {...(target ? { target } : {})}
        />
        <Typing room={room} me={actor.id} />
        {chosen ? (
          <div className="choosing" role="toolbar" aria-label={t('Chosen messages')}>
            <span className="grow">{t('{n} chosen', { n: chosen.length })}</span>
            <Button
              small
              disabled={chosen.length === 0}
              onClick={() => setForward({ messages: chosenMessages, combined: false })}
            >
              {t('Forward one by one')}
            </Button>
            <Button
              small
              disabled={chosen.length === 0}
              onClick={() => setForward({ messages: chosenMessages, combined: true })}
            >
              {t('Forward together')}
            </Button>
            <IconButton
              icon="close"
              label={t('Stop choosing')}
              onClick={() => setChosen(undefined)}
            />
          </div>
        ) : (
          <Composer
            key={id}
            room={room}
            talk={talk}
            reply={reply}
            edit={edit}
            onClear={() => {
              setReply(undefined)
              setEdit(undefined)
            }}
            onEditLast={() => setEdit(lastOwn(state.messages, actor.id))}
          />
        )}
      </div>
      {panel?.kind === 'details' && (
        <DetailsPanel talk={talk} room={room} onClose={() => setPanel(undefined)} />
      )}
      {panel?.kind === 'search' && (
        <SearchPanel conversation={id} onClose={() => setPanel(undefined)} />
      )}
      {panel?.kind === 'thread' && (
        <ThreadPanel
          key={panel.message}
          room={room}
          talk={talk}
          message={panel.message}
          onClose={() => setPanel(undefined)}
        />
      )}
      {panel?.kind === 'readers' && (
        <ReadersPanel message={panel.message} onClose={() => setPanel(undefined)} />
      )}
      {forward && (
        <ForwardDialog
          {...forward}
          onClose={() => setForward(undefined)}
          onDone={() => setChosen(undefined)}
        />
      )}
    </div>
  )
}

const EDITABLE_MS = 24 * 3600_000

const lastOwn = (messages: readonly Message[], me: string) =>
  messages.findLast(
    (one) =>
      one.sender === me &&
      !one.recalled_at &&
      (one.kind === 'text' || one.kind === 'markdown') &&
      Date.now() - Date.parse(one.created_at) < EDITABLE_MS,
  )

function RoomHead({
  talk,
  room,
  onPanel,
}: {
  talk: Conversation
  room: Room
  onPanel: (panel: Panel) => void
}) {
  const name = nameOf(talk)
  const catalog = useCatalog()
  const bar = catalog.placements('group-bar').filter((one) => one.page)
  const title =
    talk.kind === 'direct' && talk.peer ? (
      <PersonTrigger id={talk.peer.id}>{name}</PersonTrigger>
    ) : (
      name
    )
  return (
    <Head
      backTo="/messages"
      title={title}
      lead={<TalkAvatar talk={talk} size={34} />}
      sub={talk.kind === 'group' ? t('{n} members', { n: talk.members }) : undefined}
      menu={[
        { label: t('Details'), icon: 'info', run: () => onPanel({ kind: 'details' }) },
        ...bar.map((one) => ({
          label: catalog.title(`${one.module}.placement.${one.title}`, '') || t(one.title),
          icon: one.icon,
          // A page that has something to do with conversations knows by this which one it was opened from.
          run: () =>
            go(
              `${catalog.pages.find((page) => page.id === one.page)?.path ?? '/'}?conversation=${talk.id}`,
            ),
        })),
        ...talkMenu(talk),
      ]}
    >
      <IconButton
        icon="search"
        label={t('Search in this conversation')}
        onClick={() => onPanel({ kind: 'search' })}
      />
      <IconButton
        icon={talk.kind === 'group' ? 'people' : 'info'}
        label={t('Details')}
        onClick={() => onPanel({ kind: 'details' })}
        data-room={room.id}
      />
    </Head>
  )
}

function PinnedBar({
  room,
  talk,
  onJump,
}: {
  room: Room
  talk: Conversation
  onJump: (seq: number) => void
}) {
  const { messages } = useSignal(room.state)
  const pinned = messages.findLast((one) => one.pinned_at)
  if (talk.notice) {
    return (
      <div className="pinned">
        <Icon name="info" size={16} />
        <span className="clip grow">{talk.notice}</span>
      </div>
    )
  }
  if (!pinned) return null
  return (
    <Link
      to={`/messages/${talk.id}/${pinned.seq}`}
      className="pinned"
      onClick={() => onJump(pinned.seq)}
    >
      <Icon name="pin" size={16} />
      <span className="clip grow">{pinned.text || t('Pinned')}</span>
    </Link>
  )
}

function Typing({ room, me }: { room: Room; me: string }) {
  const { typing, people } = useSignal(room.state)
  const names = typing.filter((id) => id !== me).map((id) => people[id] ?? '…')
  return (
    <div className="typing" aria-live="polite">
      {names.length > 0 && t('{names} is writing …', { names: names.slice(0, 3).join(', ') })}
    </div>
  )
}
