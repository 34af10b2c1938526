import type { StreamEvent } from '#web'
import { apply, applyOwn, type Held } from '../apply.ts'
import type { Conversation } from './types.ts'

/** One conversation of the list after one event, by the same rules as an open room. */
export function applyToTalk(before: Conversation, { e, d }: StreamEvent, me: string): Conversation {
  const held = heldOf(before)
  if (e === 'chat.conversation.set') {
    const own = d as Parameters<typeof applyOwn>[1]
    // Said out of order, what was read stays read.
    if (own.read_seq !== undefined && own.read_seq < before.read_seq) return before
    return applyOwn(held, own, me).conversation as Conversation
  }
  // Whom the last message mentioned is not known here, so an edit moves no count.
  const heard = e === 'chat.message.edited' ? { ...d, mentions: undefined } : d
  const after = apply(held, { e, d: heard }, me)
  return after === held ? before : (after.conversation as Conversation)
}

/** A window of the one message that a list knows of: the last. */
function heldOf(conversation: Conversation): Held {
  const { last } = conversation
  const { sender_name: _name, recalled: _recalled, system, ...rest } = last ?? {}
  const message = {
    ...rest,
    conversation: conversation.id,
    ...(system ? { body: { system } } : {}),
  }
  return { conversation, members: [], messages: (last ? [message] : []) as Held['messages'], n: 0 }
}
