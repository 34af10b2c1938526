import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import {
  Button,
  Empty,
  Loading,
  dayText,
  sendSignal,
  connection,
  t,
  useCatalog,
  useSignal,
} from '#web'
import { MessageRow } from './message-row.tsx'
import { PendingRow } from './pending-row.tsx'
import { loadAfter, loadBefore, loadLatest, type Room } from './room-store.ts'
import type { RoomDoing } from './room-view.tsx'
import { rowsOf, type Row } from './rows.ts'
import { changeTalk } from './talks.ts'
import type { Conversation, Message } from './types.ts'

interface Props {
  room: Room
  talk: Conversation
  doing: RoomDoing
  chosen?: readonly string[]
  onToggle?: (message: string) => void
  target?: { seq: number }
}
const NEAR = 400

/** Guesses until measured; near enough that nothing jumps. */
function heightOf(row: Row | undefined): number {
  if (row?.kind !== 'message') return 36
  const { kind } = row.message
  return kind === 'card' ? 260 : kind === 'image' ? 230 : kind === 'combined' ? 150 : 62
}

/** Only what is in sight is drawn; the end stays in sight when one is there, and older pages come in above without a jump. */
export function MessageList({ room, talk, doing, chosen, onToggle, target }: Props) {
  const { actor } = useCatalog()
  const state = useSignal(room.state)
  const box = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<string>()
  const [flash, setFlash] = useState<number>()
  // The line stays where it was when one came in, while reading goes on.
  const [unreadAfter] = useState(() => (talk.unread > 0 ? talk.read_seq : undefined))
  const rows = useMemo(
    () =>
      rowsOf(
        state.messages,
        state.pending.filter((one) => !one.thread),
        unreadAfter,
        actor.id,
      ),
    [state.messages, state.pending, unreadAfter, actor.id],
  )
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => heightOf(rows[index]),
    getItemKey: (index) => rows[index]!.key,
    overscan: 10,
    anchorTo: 'end',
    followOnAppend: true,
    paddingStart: 12,
    paddingEnd: 8,
  })
  const latest = useRef({ rows, virtual })
  latest.current = { rows, virtual }
  const filled = rows.length > 0
  useEffect(() => (filled ? beginAt(box.current, latest) : undefined), [filled])
  useEffect(() => {
    if (!target) return
    const { rows, virtual } = latest.current
    const index = rows.findIndex((row) => row.kind === 'message' && row.message.seq === target.seq)
    if (index >= 0) virtual.scrollToIndex(index, { align: 'center' })
    setFlash(target.seq)
    const timer = setTimeout(() => setFlash(undefined), 2000)
    return () => clearTimeout(timer)
  }, [target])
  const own = state.pending.length
  useEffect(() => {
    if (own > 0) virtual.scrollToEnd()
  }, [own, virtual])
  useRead(room, talk, state.messages)

  const scrolled = () => {
    const element = box.current
    if (!element) return
    if (element.scrollTop < NEAR) void loadBefore(room)
    if (element.scrollHeight - element.scrollTop - element.clientHeight < NEAR) void loadAfter(room)
  }
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (
      !step ||
      !(event.target instanceof HTMLElement) ||
      !event.target.matches('.messages, .message')
    )
      return
    event.preventDefault()
    const only = rows.filter((row): row is Row & { kind: 'message' } => row.kind === 'message')
    const at = only.findIndex((row) => row.key === active)
    const next = only[at < 0 ? only.length - 1 : Math.max(0, Math.min(only.length - 1, at + step))]
    if (!next) return
    setActive(next.key)
    virtual.scrollToIndex(rows.indexOf(next))
    requestAnimationFrame(() =>
      box.current?.querySelector<HTMLElement>(`[data-key="${next.key}"] .message`)?.focus(),
    )
  }
  if (state.messages.length === 0 && state.pending.length === 0) {
    return (
      <div className="messages">
        {state.loading ? (
          <Loading rows={7} />
        ) : (
          <Empty icon="message" title={t('Nothing said yet')}>
            {t('Write the first message below.')}
          </Empty>
        )}
      </div>
    )
  }
  return (
    <div className="messages-frame">
      <div
        className="messages"
        ref={box}
        onScroll={scrolled}
        role="log"
        aria-label={t('Messages')}
        tabIndex={0}
        onKeyDown={keys}
        onPointerLeave={() => setActive(undefined)}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]!
            return (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                data-key={row.key}
                className="message-slot"
                style={{ transform: `translateY(${item.start}px)` }}
                onPointerEnter={(event) => event.pointerType === 'mouse' && setActive(row.key)}
              >
                {row.kind === 'day' && (
                  <div className="day">
                    <span>{dayText(new Date(row.at))}</span>
                  </div>
                )}
                {row.kind === 'unread' && (
                  <div className="unread-line" role="separator">
                    <span>{t('New messages')}</span>
                  </div>
                )}
                {row.kind === 'pending' && (
                  <PendingRow room={room} pending={row.pending} me={actor.id} />
                )}
                {row.kind === 'message' && (
                  <MessageRow
                    room={room}
                    talk={talk}
                    message={row.message}
                    first={row.first}
                    doing={doing}
                    active={active === row.key}
                    flash={flash === row.message.seq}
                    onActive={() => setActive(row.key)}
                    {...(chosen && onToggle
                      ? {
                          chosen: chosen.includes(row.message.id),
                          onToggle: () => onToggle(row.message.id),
                        }
                      : {})}
                  />
                )}
              </div>
            )
          })}
        </div>
      </div>
      {state.moreAfter && (
        <Button
          small
          className="to-end"
          icon="down"
          onClick={() => void loadLatest(room).then(() => virtual.scrollToEnd())}
        >
          {t('To the newest')}
        </Button>
      )}
    </div>
  )
}

interface Latest {
  current: { rows: Row[]; virtual: Virtualizer<HTMLDivElement, Element> }
}

/**
 * Where one comes in: at the line of what is new, else at the end. Cards and pictures grow as they
 * come, so the place is found anew until one scrolls oneself.
 */
function beginAt(element: HTMLElement | null, latest: Latest): () => void {
  const begin = () => {
    const { rows, virtual } = latest.current
    const line = rows.findIndex((row) => row.kind === 'unread')
    if (line > 0) virtual.scrollToIndex(line, { align: 'start' })
    else virtual.scrollToEnd()
  }
  begin()
  const timers = [60, 250, 600].map((wait) => setTimeout(begin, wait))
  const leave = () => timers.forEach(clearTimeout)
  for (const moved of ['wheel', 'touchmove', 'keydown', 'pointerdown'])
    element?.addEventListener(moved, leave, { once: true, passive: true })
  return leave
}

const READ_MS = 600

/** Tells how far one has read, while the window is looked at. */
function useRead(room: Room, talk: Conversation, messages: readonly Message[]) {
  const newest = messages.at(-1)?.seq ?? 0
  const online = useSignal(connection)
  useEffect(() => {
    if (newest <= talk.read_seq || online !== 'open') return
    const tell = () => {
      if (document.visibilityState !== 'visible' || !document.hasFocus()) return
      sendSignal('chat.conversation.read', { conversation: room.id, seq: newest })
      changeTalk(room.id, (before) => ({
        ...before,
        read_seq: Math.max(before.read_seq, newest),
        read_posts: before.posts,
        unread: 0,
        mentions: 0,
      }))
    }
    const timer = setTimeout(tell, READ_MS)
    addEventListener('focus', tell)
    return () => {
      clearTimeout(timer)
      removeEventListener('focus', tell)
    }
  }, [newest, talk.read_seq, room, online])
}
