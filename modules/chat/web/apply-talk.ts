import type { StreamEvent } from '#web'
import type { Conversation, Message } from './types.ts'

/** One conversation of the list after one event; the same object when nothing changed. */
export function applyToTalk(before: Conversation, { e, d }: StreamEvent, me: string): Conversation {
  if (e === 'chat.message.sent')
    return sent(before, d.message as Message, d.sender_name as string | undefined, me)
  const last = before.last
  if (e === 'chat.message.edited' && last && last.id === d.message)
    return { ...before, last: { ...last, text: String(d.text) } }
  if (e === 'chat.message.recalled' && last && last.id === d.message)
    return { ...before, last: { ...last, text: '', recalled: true } }
  if (e === 'chat.conversation.changed') return withChanges(before, d.changes as object)
  if (e === 'chat.conversation.set') return withSettings(before, d)
  if (e === 'chat.member.joined')
    return { ...before, members: before.members + (d.members as unknown[]).length }
  if (e === 'chat.member.left')
    return { ...before, members: before.members - (d.people as unknown[]).length }
  if (e === 'chat.member.changed' && d.person === me)
    return { ...before, role: d.role as Conversation['role'] }
  return before
}

function sent(
  before: Conversation,
  message: Message,
  senderName: string | undefined,
  me: string,
): Conversation {
  if (message.seq <= before.last_seq) return before
  const system = message.kind === 'system'
  const own = message.sender === me
  const posts = before.posts + (system ? 0 : 1)
  const mentioned = !own && (message.mention_all || message.mentions?.includes(me))
  const read = own ? { read_seq: message.seq, read_posts: posts } : {}
  return {
    ...before,
    ...read,
    posts,
    unread: own ? 0 : posts - before.read_posts,
    mentions: own ? 0 : before.mentions + (mentioned ? 1 : 0),
    last_seq: message.seq,
    last_at: message.created_at,
    last: {
      id: message.id,
      seq: message.seq,
      kind: message.kind,
      text: message.text,
      created_at: message.created_at,
      ...(message.sender ? { sender: message.sender } : {}),
      ...(senderName ? { sender_name: senderName } : {}),
      ...(message.body?.system ? { system: message.body.system } : {}),
    },
  }
}

function withChanges(before: Conversation, changes: object): Conversation {
  const next: Record<string, unknown> = { ...before, ...changes }
  for (const [name, value] of Object.entries(changes)) if (value === null) delete next[name]
  return next as unknown as Conversation
}

function withSettings(before: Conversation, d: Record<string, unknown>): Conversation {
  const { conversation: _id, ...changes } = d
  const next = withChanges(before, changes)
  if (next.read_seq < before.read_seq) return before
  return {
    ...next,
    unread: Math.max(0, next.posts - next.read_posts),
    mentions: next.read_seq >= next.last_seq ? 0 : next.mentions,
  }
}
