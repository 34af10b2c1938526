import {
  call,
  callOverSocket,
  connection,
  upload,
  uuid,
  type Answer,
  type FileInfo,
  type Problem,
} from '#web'
import { roomOf, type Room } from './room-store.ts'
import type { Message, Pending } from './types.ts'

type Draft = Omit<Pending, 'client_id' | 'at' | 'conversation' | 'problem' | 'share'>
interface Sent {
  id: string
  seq: number
  created_at: string
}

/** Shows what was written at once, sends it, and keeps it with its reason when it could not be sent. */
export async function sendDraft(room: Room, me: string, draft: Draft, bytes?: File) {
  const pending: Pending = {
    ...draft,
    conversation: room.id,
    client_id: uuid(),
    at: new Date().toISOString(),
  }
  put(room, pending)
  await deliver(room, me, pending, bytes)
}

export async function retry(room: Room, me: string, pending: Pending) {
  const { problem: _gone, ...again } = pending
  put(room, again)
  await deliver(room, me, again)
}

export function discard(room: Room, client_id: string) {
  const state = room.state.get()
  room.state.set({ ...state, pending: state.pending.filter((one) => one.client_id !== client_id) })
  remember(room)
}

function put(room: Room, pending: Pending) {
  const state = room.state.get()
  room.state.set({
    ...state,
    pending: [
      ...state.pending.filter((one) => one.client_id !== pending.client_id),
      pending,
    ].toSorted((a, b) => a.at.localeCompare(b.at)),
  })
  remember(room)
}

async function deliver(room: Room, me: string, pending: Pending, bytes?: File) {
  let whole = pending
  if (bytes && !whole.file) {
    const answer = await upload<FileInfo>(bytes, {}, (share) => put(room, { ...whole, share }))
    if (!answer.ok) return put(room, { ...whole, problem: answer.problem })
    whole = { ...whole, file: answer.value }
    put(room, whole)
  }
  if (!whole.file && (whole.kind === 'file' || whole.kind === 'image'))
    return put(room, { ...whole, problem: lostFile })
  const { conversation, text, kind, mentions, mention_all, reply_to, thread, client_id, file } =
    whole
  const input = {
    conversation,
    kind,
    client_id,
    ...(text ? { text } : {}),
    ...(file ? { file: file.id } : {}),
    ...(mentions?.length ? { mentions } : {}),
    ...(mention_all ? { mention_all } : {}),
    ...(reply_to ? { reply_to } : {}),
    ...(thread ? { thread } : {}),
  }
  const answer = await sendOnce(input, client_id)
  if (!answer.ok) return put(room, { ...whole, problem: answer.problem })
  settle(room, me, whole, answer.value)
}

/** Over the socket when it is open, else by HTTP; the client id makes a second way harmless. */
async function sendOnce(input: object, key: string): Promise<Answer<Sent>> {
  if (connection.get() === 'open') {
    const answer = await callOverSocket<Sent>('chat.message.send', input, key)
    if (answer.ok || answer.problem.code !== 'offline') return answer
  }
  return call<Sent>('chat.message.send', input, { key })
}

/** The acknowledgement may come before the event, or after it; either way there is one message. */
function settle(room: Room, me: string, pending: Pending, sent: Sent) {
  const state = room.state.get()
  const rest = state.pending.filter((one) => one.client_id !== pending.client_id)
  const known = state.messages.some(({ id }) => id === sent.id) || state.moreAfter
  const { text, kind, file, mentions, mention_all, reply_to, thread, client_id, conversation } =
    pending
  const message: Message = {
    id: sent.id,
    seq: sent.seq,
    created_at: sent.created_at,
    sender: me,
    conversation,
    text,
    kind,
    client_id,
    ...(file ? { body: { file } } : {}),
    ...(mentions ? { mentions } : {}),
    ...(mention_all ? { mention_all } : {}),
    ...(reply_to ? { reply_to } : {}),
    ...(thread ? { thread } : {}),
  }
  const at = state.messages.findLastIndex((one) => one.seq < sent.seq)
  room.state.set({
    ...state,
    pending: rest,
    messages: known ? state.messages : state.messages.toSpliced(at + 1, 0, message),
  })
  remember(room)
}

const keyOf = (id: string) => `tenon.outbox.${id}`
const lostFile: Problem = {
  code: 'offline',
  status: 0,
  id: '',
  detail: 'The file was not sent up.',
  fix: 'Choose it again.',
}

/** Unsent words outlive the page. */
function remember(room: Room) {
  const words = room.state.get().pending.filter((one) => one.text !== '' && !one.file)
  try {
    if (words.length > 0)
      localStorage.setItem(
        keyOf(room.id),
        JSON.stringify(words.map(({ share: _s, preview: _p, ...one }) => one)),
      )
    else localStorage.removeItem(keyOf(room.id))
  } catch {
    // Without a store they live as long as the page.
  }
}

/** What was left unsent last time, and whatever waited for the line, goes out again. */
export function resendWaiting(id: string, me: string) {
  const room = roomOf(id)
  const stored = read(id)
  const shown = room.state.get().pending
  for (const one of stored)
    if (!shown.some(({ client_id }) => client_id === one.client_id)) put(room, one)
  for (const one of room.state.get().pending)
    if (one.problem?.code === 'offline' && one.text) void retry(room, me, one)
}

function read(id: string): Pending[] {
  try {
    const list = JSON.parse(localStorage.getItem(keyOf(id)) ?? '[]') as Pending[]
    return list.map((one) => ({
      ...one,
      problem: one.problem ?? {
        code: 'offline',
        status: 0,
        id: '',
        detail: 'The server cannot be reached.',
        fix: '',
      },
    }))
  } catch {
    return []
  }
}
