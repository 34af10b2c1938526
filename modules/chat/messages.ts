import { fail, type BaseContext, type Context } from '#kernel'
import { MESSAGE_COLUMNS, shapeMessage, type Row } from './shape.ts'
import { personOf, seatOf, type Seat } from './seat.ts'
import type { MessageView } from './views.ts'

/** A message in reach of the caller, with his seat; locked, so that two changes of it follow one another. */
export async function messageInReach(
  ctx: Context,
  id: string,
): Promise<{ message: MessageView; seat: Seat }> {
  const [row] = await ctx.sql.text<Row>(
    `SELECT ${MESSAGE_COLUMNS} FROM chat.message WHERE org = $1 AND id = $2 FOR UPDATE`,
    [ctx.org, id],
    'chat.message_locked',
  )
  const message = row && shapeMessage(row)
  const seat = message && (await seatOf(ctx, message.conversation, personOf(ctx.actor)))
  if (!message || !seat || message.seq <= seat.floor) throw noMessage()
  return { message, seat }
}

export interface Window {
  readonly conversation: string
  readonly floor: number
  readonly before?: number | undefined
  readonly after?: number | undefined
  readonly thread?: string | undefined
  readonly pinned?: boolean | undefined
  readonly limit: number
}

/** Messages in order; without `after`, the last ones before a number. */
export async function messagesOf(ctx: BaseContext, window: Window): Promise<MessageView[]> {
  const { conversation, floor, before, after, thread, pinned, limit } = window
  const forward = after !== undefined
  const rows = await ctx.sql.text<Row>(
    `SELECT ${MESSAGE_COLUMNS} FROM chat.message WHERE org = $1 AND conversation = $2 AND seq > $3 AND seq < $4
     ${thread === undefined ? '' : 'AND (thread = $6 OR id = $6)'} ${pinned ? 'AND pinned_at IS NOT NULL' : ''}
     ORDER BY seq ${forward ? '' : 'DESC'} LIMIT $5`,
    [
      ctx.org,
      conversation,
      Math.max(floor, after ?? 0),
      before ?? Number.MAX_SAFE_INTEGER,
      limit,
      ...(thread === undefined ? [] : [thread]),
    ],
  )
  const messages = rows.map(shapeMessage)
  return forward ? messages : messages.toReversed()
}

export const noMessage = () =>
  fail('notFound', 'There is no such message, or not for you.', 'Look it up in the conversation.')
