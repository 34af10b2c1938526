import { sameDay } from '#web'
import type { Message, Pending } from './types.ts'

export type Row =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string }
  | { kind: 'message'; key: string; message: Message; first: boolean }
  | { kind: 'pending'; key: string; pending: Pending }

/** Within this time one person's messages stand together under one name. */
const TOGETHER_MS = 3 * 60_000

/** Messages with what stands between them: days, the line of what is new, and what is still on its way. */
export function rowsOf(
  messages: readonly Message[],
  pending: readonly Pending[],
  unreadAfter: number | undefined,
  me: string,
): Row[] {
  const rows: Row[] = []
  let before: Message | undefined
  let line = unreadAfter === undefined
  for (const message of messages) {
    const at = new Date(message.created_at)
    const newDay = !before || !sameDay(at, new Date(before.created_at))
    if (newDay) rows.push({ kind: 'day', key: `day ${message.created_at}`, at: message.created_at })
    const own = message.sender === me
    const newLine = !line && message.seq > unreadAfter! && !own && before !== undefined
    if (newLine) {
      rows.push({ kind: 'unread', key: 'unread' })
      line = true
    }
    const near = before && at.getTime() - Date.parse(before.created_at) < TOGETHER_MS
    const first =
      newDay ||
      newLine ||
      !near ||
      before?.sender !== message.sender ||
      before?.kind === 'system' ||
      Boolean(before?.recalled_at)
    rows.push({ kind: 'message', key: message.client_id ?? message.id, message, first })
    before = message
  }
  for (const one of pending) rows.push({ kind: 'pending', key: one.client_id, pending: one })
  return rows
}
