import {
  Refusal,
  fetchAction,
  listen,
  signal,
  type Problem,
  type Signal,
  type StreamEvent,
} from '#web'
import { applyToRoom } from './apply-room.ts'
import {
  streamOf,
  type Conversation,
  type Member,
  type Message,
  type Pending,
  type Thing,
} from './types.ts'

export interface RoomState {
  messages: readonly Message[]
  people: Readonly<Record<string, string>>
  members: readonly Member[]
  things: readonly Thing[]
  moreBefore: boolean
  moreAfter: boolean
  loading: boolean
  problem?: Problem
  conversation?: Conversation
  /** Who types; a sign holds for a few seconds. */
  typing: readonly string[]
  pending: readonly Pending[]
}
export interface Room {
  id: string
  state: Signal<RoomState>
  close(): void
}

interface Answer {
  items: Message[]
  more_before: boolean
  more_after: boolean
  people: { id: string; name: string }[]
}

const PAGE = 50
/** Rooms kept warm; older ones are let go with their streams. */
const WARM = 8

const rooms = new Map<string, Room>()

export function roomOf(id: string): Room {
  const known = rooms.get(id)
  if (known) {
    rooms.delete(id)
    rooms.set(id, known)
    return known
  }
  const state = signal<RoomState>({
    messages: [],
    people: {},
    members: [],
    things: [],
    moreBefore: false,
    moreAfter: false,
    loading: true,
    typing: [],
    pending: [],
  })
  const leave = listen(streamOf(id), {
    onEvent: (event: StreamEvent) => {
      state.set(applyToRoom(state.get(), event))
      if (event.e === 'chat.typing.started') forgetTyping(state, String(event.d.person))
    },
    onReset: () => void loadLatest(room),
    onDenied: (problem) => state.set({ ...state.get(), problem, loading: false }),
  })
  const room: Room = { id, state, close: leave }
  rooms.set(id, room)
  for (const [oldest, old] of rooms) {
    if (rooms.size <= WARM) break
    old.close()
    rooms.delete(oldest)
  }
  void loadLatest(room)
  return room
}

/** How long a sign of typing holds. */
const TYPING_MS = 6000

function forgetTyping(state: Signal<RoomState>, person: string) {
  setTimeout(() => {
    const now = state.get()
    state.set({ ...now, typing: now.typing.filter((one) => one !== person) })
  }, TYPING_MS)
}

async function ask(room: Room, input: object): Promise<Answer | undefined> {
  try {
    return await fetchAction<Answer>('chat.message.list', {
      conversation: room.id,
      limit: PAGE,
      ...input,
    })
  } catch (error) {
    if (error instanceof Refusal)
      room.state.set({ ...room.state.get(), problem: error.problem, loading: false })
    return undefined
  }
}

export async function loadLatest(room: Room) {
  const [page, seat] = await Promise.all([
    ask(room, {}),
    fetchAction<{ conversation: Conversation; members: Member[]; things: Thing[] }>(
      'chat.conversation.get',
      { conversation: room.id },
    ).catch(() => undefined),
  ])
  if (!page) return
  const { problem: _gone, ...before } = room.state.get()
  // What the stream brought while the page was on its way is newer than the page.
  const newest = page.items.at(-1)?.seq ?? 0
  const later = before.messages.filter(({ seq }) => seq > newest && before.messages.length < PAGE)
  room.state.set({
    ...before,
    messages: [...page.items, ...later],
    people: {
      ...before.people,
      ...named(page),
      ...Object.fromEntries((seat?.members ?? []).map(({ person, name }) => [person, name])),
    },
    moreBefore: page.more_before,
    moreAfter: false,
    loading: false,
    pending: before.pending.filter(
      ({ client_id }) => !page.items.some((one) => one.client_id === client_id),
    ),
    ...(seat
      ? { conversation: seat.conversation, members: seat.members, things: seat.things }
      : {}),
  })
}

/** Around one message, for a jump from a search or a reply. */
export async function loadAround(room: Room, seq: number) {
  if (room.state.get().messages.some((one) => one.seq === seq)) return
  const page = await ask(room, { around: seq })
  if (!page) return
  const before = room.state.get()
  room.state.set({
    ...before,
    messages: page.items,
    people: { ...before.people, ...named(page) },
    moreBefore: page.more_before,
    moreAfter: page.more_after,
  })
}

export async function loadBefore(room: Room) {
  const first = room.state.get().messages[0]
  if (!first || !room.state.get().moreBefore || room.state.get().loading) return
  room.state.set({ ...room.state.get(), loading: true })
  const page = await ask(room, { before: first.seq })
  const before = room.state.get()
  if (!page) return room.state.set({ ...before, loading: false })
  room.state.set({
    ...before,
    loading: false,
    messages: [...page.items.filter(({ seq }) => seq < first.seq), ...before.messages],
    people: { ...before.people, ...named(page) },
    moreBefore: page.more_before,
  })
}

export async function loadAfter(room: Room) {
  const last = room.state.get().messages.at(-1)
  if (!last || !room.state.get().moreAfter || room.state.get().loading) return
  room.state.set({ ...room.state.get(), loading: true })
  const page = await ask(room, { after: last.seq })
  const before = room.state.get()
  if (!page) return room.state.set({ ...before, loading: false })
  room.state.set({
    ...before,
    loading: false,
    messages: [...before.messages, ...page.items.filter(({ seq }) => seq > last.seq)],
    people: { ...before.people, ...named(page) },
    moreAfter: page.more_after,
  })
}

const named = (page: Answer) =>
  Object.fromEntries((page.people ?? []).map(({ id, name }) => [id, name]))
