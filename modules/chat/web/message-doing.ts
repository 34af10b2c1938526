import { call, say, told, t, type Problem } from '#web'
import { applyToRoom } from './apply-room.ts'
import { roomOf } from './room-store.ts'
import type { Message } from './types.ts'

/** Shows the change at once; what is refused returns to what it was, and the reason is given. */
async function change(
  message: Message,
  event: string,
  d: Record<string, unknown>,
  undone: Record<string, unknown>,
  action: string,
  input: object,
): Promise<Problem | undefined> {
  const room = roomOf(message.conversation)
  const put = (payload: Record<string, unknown>) =>
    room.state.set(
      applyToRoom(room.state.get(), {
        s: '',
        e: event,
        by: '',
        d: { message: message.id, seq: message.seq, ...payload },
      }),
    )
  put(d)
  const answer = await call(action, { message: message.id, ...input })
  if (answer.ok) return undefined
  put(undone)
  told(`${say(answer.problem)} ${t(answer.problem.fix)}`)
  return answer.problem
}

export const react = (message: Message, emoji: string, on: boolean, me: string) =>
  change(
    message,
    'chat.message.reacted',
    { emoji, person: me, on },
    { emoji, person: me, on: !on },
    'chat.message.react',
    { emoji, on },
  )

export const pin = (message: Message, on: boolean, me: string) => {
  const pinned = { pinned_at: new Date().toISOString(), pinned_by: me }
  return change(
    message,
    'chat.message.pinned',
    on ? pinned : {},
    on ? {} : pinned,
    'chat.message.pin',
    { on },
  )
}
