import type { StreamEvent } from '#web'
import { apply, type Held } from '../apply.ts'
import type { RoomState } from './room-store.ts'
import { myself } from './talks.ts'
import type { Conversation, Member, Message, Thing } from './types.ts'

/**
 * A room after one event; applied twice it changes nothing. What the server would answer is changed by
 * `apply`, which its property test holds; here is only what a screen has beside it.
 */
export function applyToRoom(before: RoomState, event: StreamEvent, me = myself()): RoomState {
  const next = around(before, event)
  const { conversation = NONE, messages, members } = before
  const newest = messages.at(-1)?.seq
  // What was fetched last may know of messages that are on their way here: the window decides.
  const known = newest === undefined ? conversation : { ...conversation, last_seq: newest }
  const held = apply(
    { conversation: known, members, messages: messages as Held['messages'], n: 0 },
    { e: event.e, d: event.d },
    me,
  )
  // Looking at older messages: the newest are fetched when one comes down to them.
  const away = before.moreAfter && event.e === 'chat.message.sent'
  return {
    ...next,
    messages: away ? messages : (held.messages as readonly Message[]),
    members: held.members as readonly Member[],
    ...(before.conversation
      ? {
          conversation: {
            ...(held.conversation as Conversation),
            last_seq: Math.max(conversation.last_seq, held.conversation.last_seq),
          },
        }
      : {}),
  }
}

/** Names, who types, and what was on its way. */
function around(before: RoomState, { e, d }: StreamEvent): RoomState {
  if (e === 'chat.message.sent') {
    const { client_id, sender } = d.message as Message
    const name = d.sender_name as string | undefined
    return {
      ...before,
      pending: client_id
        ? before.pending.filter((one) => one.client_id !== client_id)
        : before.pending,
      people: sender && name ? { ...before.people, [sender]: name } : before.people,
      typing: others(before.typing, sender),
    }
  }
  if (e === 'chat.member.joined') {
    const names = (d.members as Member[]).map(({ person, name }) => [person, name])
    return { ...before, people: { ...before.people, ...Object.fromEntries(names) } }
  }
  if (e === 'chat.thing.changed') return { ...before, things: d.things as Thing[] }
  if (e === 'chat.typing.started')
    return { ...before, typing: [...others(before.typing, String(d.person)), String(d.person)] }
  return before
}

/** Before a room's conversation is known, only its messages and members count. */
const NONE = { last_seq: 0, posts: 0, members: 0, unread: 0, mentions: 0 } as Conversation

const others = (people: readonly string[], person: string | undefined) =>
  people.filter((one) => one !== person)
