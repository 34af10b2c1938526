import type { StreamEvent } from '#web'
import type { RoomState } from './room-store.ts'
import type { Member, Message } from './types.ts'

/** A room after one event; applied twice it changes nothing. */
export function applyToRoom(before: RoomState, { e, d }: StreamEvent): RoomState {
  const id = d.message as string
  switch (e) {
    case 'chat.message.sent':
      return sent(before, d.message as Message, d.sender_name as string | undefined)
    case 'chat.message.edited': {
      const { text, kind, body, mentions, mention_all, edited_at } = d as unknown as Message
      return change(before, id, (one) => ({
        ...one,
        text,
        kind,
        edited_at: edited_at!,
        ...(body ? { body } : {}),
        ...(mentions ? { mentions } : {}),
        ...(mention_all ? { mention_all } : {}),
      }))
    }
    case 'chat.message.recalled':
      return change(
        before,
        id,
        ({ body: _body, reactions: _reactions, mentions: _mentions, ...one }) => ({
          ...one,
          text: '',
          recalled_at: String(d.recalled_at),
          recalled_by: String(d.recalled_by),
        }),
      )
    case 'chat.message.reacted':
      return change(before, id, (one) => ({
        ...one,
        reactions: reacted(one.reactions ?? [], String(d.emoji), String(d.person), d.on === true),
      }))
    case 'chat.message.pinned':
      return change(before, id, ({ pinned_at: _at, pinned_by: _by, ...one }) =>
        d.pinned_at
          ? { ...one, pinned_at: String(d.pinned_at), pinned_by: String(d.pinned_by) }
          : one,
      )
    case 'chat.conversation.changed': {
      if (!before.conversation) return before
      const next: Record<string, unknown> = { ...before.conversation, ...(d.changes as object) }
      for (const [name, value] of Object.entries(d.changes as object))
        if (value === null) delete next[name]
      return { ...before, conversation: next as unknown as NonNullable<RoomState['conversation']> }
    }
    case 'chat.member.joined': {
      const joined = d.members as Member[]
      const others = before.members.filter(
        ({ person }) => !joined.some((one) => one.person === person),
      )
      return {
        ...before,
        members: [...others, ...joined],
        people: {
          ...before.people,
          ...Object.fromEntries(joined.map(({ person, name }) => [person, name])),
        },
      }
    }
    case 'chat.member.left':
      return {
        ...before,
        members: before.members.filter(({ person }) => !(d.people as string[]).includes(person)),
      }
    case 'chat.member.changed':
      return {
        ...before,
        members: before.members.map((one) =>
          one.person === d.person ? { ...one, role: d.role as Member['role'] } : one,
        ),
      }
    case 'chat.member.read':
      return {
        ...before,
        members: before.members.map((one) =>
          one.person === d.person && one.read_seq < Number(d.read_seq)
            ? { ...one, read_seq: Number(d.read_seq) }
            : one,
        ),
      }
    case 'chat.typing.started':
      return { ...before, typing: [...others(before.typing, String(d.person)), String(d.person)] }
    default:
      return before
  }
}

function sent(before: RoomState, message: Message, senderName: string | undefined): RoomState {
  const pending = message.client_id
    ? before.pending.filter((one) => one.client_id !== message.client_id)
    : before.pending
  const people =
    message.sender && senderName
      ? { ...before.people, [message.sender]: senderName }
      : before.people
  const typing = others(before.typing, message.sender)
  const base = { ...before, pending, people, typing }
  const threaded = message.thread ? withReply(base, message.thread, message.id) : base
  // Looking at older messages: the newest are fetched when one comes down to them.
  if (before.moreAfter || before.messages.some((one) => one.id === message.id))
    return { ...threaded, messages: before.messages }
  const at = threaded.messages.findLastIndex((one) => one.seq < message.seq)
  return { ...threaded, messages: threaded.messages.toSpliced(at + 1, 0, message) }
}

const others = (people: readonly string[], person: string | undefined) =>
  people.filter((one) => one !== person)

function withReply(before: RoomState, thread: string, reply: string): RoomState {
  if (before.messages.some((one) => one.id === reply)) return before
  return change(before, thread, (one) => ({ ...one, replies: (one.replies ?? 0) + 1 }))
}

function change(before: RoomState, id: string, work: (message: Message) => Message): RoomState {
  const index = before.messages.findIndex((one) => one.id === id)
  return index < 0
    ? before
    : { ...before, messages: before.messages.with(index, work(before.messages[index]!)) }
}

function reacted(
  before: { emoji: string; people: string[] }[],
  emoji: string,
  person: string,
  on: boolean,
) {
  const known = before.some((one) => one.emoji === emoji)
  const next = before.map((one) =>
    one.emoji === emoji
      ? {
          ...one,
          people: on ? [...others(one.people, person), person] : others(one.people, person),
        }
      : one,
  )
  if (!known && on) next.push({ emoji, people: [person] })
  return next.filter(({ people }) => people.length > 0)
}
