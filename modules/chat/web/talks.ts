import {
  fetchAction,
  listen,
  setBadge,
  signal,
  Refusal,
  type Paged,
  type Problem,
  type StreamEvent,
} from '#web'
import { applyToTalk } from './apply-talk.ts'
import { streamOf, type Conversation } from './types.ts'

export interface Talks {
  items: readonly Conversation[]
  state: 'loading' | 'ready'
  problem?: Problem
  next?: string
}

/** The caller's conversations, kept up to date by their streams. One list for the page and the badge. */
export const talks = signal<Talks>({ items: [], state: 'loading' })

const PAGE = 100
/** Resets of many streams at once ask for one new list. */
const SETTLE_MS = 250

let me = ''
/** Whose conversations these are. */
export const myself = () => me
let holders = 0
let stop: (() => void) | undefined
const leaves = new Map<string, () => void>()
let timer: ReturnType<typeof setTimeout> | undefined

/** Begins following; the last one who lets go ends it. */
export function followTalks(person: string): () => void {
  holders++
  if (holders === 1 && me !== person) {
    me = person
    talks.set({ items: [], state: 'loading' })
  }
  if (holders === 1) {
    stop = listen(`person:${me}`, { onEvent: onPersonal, onReset: () => reload() })
    reload(0)
  }
  return () => {
    holders--
    if (holders > 0) return
    stop?.()
    for (const leave of leaves.values()) leave()
    leaves.clear()
  }
}

export function reload(wait = SETTLE_MS) {
  clearTimeout(timer)
  timer = setTimeout(() => void load(), wait)
}

async function load() {
  try {
    const page = await fetchAction<Paged<Conversation>>('chat.conversation.list', { limit: PAGE })
    put({ items: sorted(page.items), state: 'ready', ...(page.next ? { next: page.next } : {}) })
  } catch (error) {
    if (error instanceof Refusal)
      talks.set({ ...talks.get(), problem: error.problem, state: 'ready' })
  }
}

export async function loadMore() {
  const { next, items } = talks.get()
  if (!next) return
  const page = await fetchAction<Paged<Conversation>>('chat.conversation.list', {
    limit: PAGE,
    cursor: next,
  })
  const known = new Set(items.map(({ id }) => id))
  const all = [...items, ...page.items.filter(({ id }) => !known.has(id))]
  put({ items: sorted(all), state: 'ready', ...(page.next ? { next: page.next } : {}) })
}

function put(next: Talks) {
  talks.set(next)
  count()
  for (const { id } of next.items) {
    if (leaves.has(id)) continue
    // Joining tells the position; what was fetched before it may be older, so the list is fetched once more.
    leaves.set(
      id,
      listen(streamOf(id), {
        onEvent: (event) => onEvent(id, event),
        onReset: () => reload(),
        onDenied: () => drop(id),
      }),
    )
  }
}

function drop(id: string) {
  leaves.get(id)?.()
  leaves.delete(id)
  talks.set({ ...talks.get(), items: talks.get().items.filter((one) => one.id !== id) })
  count()
}

export function changeTalk(id: string, change: (before: Conversation) => Conversation) {
  const { items } = talks.get()
  const index = items.findIndex((one) => one.id === id)
  if (index < 0) return
  const next = change(items[index]!)
  if (next === items[index]) return
  talks.set({ ...talks.get(), items: sorted(items.with(index, next)) })
  count()
}

function onEvent(id: string, event: StreamEvent) {
  changeTalk(id, (before) => applyToTalk(before, event, me))
}

function onPersonal(event: StreamEvent) {
  const id = String(event.d.conversation)
  if (event.e === 'chat.conversation.added') {
    const conversation = event.d.conversation as unknown as Conversation
    addTalk(conversation)
  } else if (event.e === 'chat.conversation.removed') drop(id)
  else if (event.e === 'chat.conversation.set')
    changeTalk(id, (before) => applyToTalk(before, event, me))
}

export function addTalk(conversation: Conversation) {
  const others = talks.get().items.filter(({ id }) => id !== conversation.id)
  put({ ...talks.get(), state: 'ready', items: sorted([conversation, ...others]) })
}

const shown = ({ hidden_seq, last_seq }: Conversation) =>
  hidden_seq === undefined || hidden_seq === null || last_seq > hidden_seq

function sorted(items: readonly Conversation[]): Conversation[] {
  return items
    .filter(shown)
    .toSorted(
      (a, b) =>
        Number(Boolean(b.top_at)) - Number(Boolean(a.top_at)) || b.last_at.localeCompare(a.last_at),
    )
}

function count() {
  const unread = talks
    .get()
    .items.reduce((sum, one) => sum + (one.muted ? one.mentions : one.unread), 0)
  setBadge('/messages', unread)
}

export const talkOf = (id: string) => talks.get().items.find((one) => one.id === id)
