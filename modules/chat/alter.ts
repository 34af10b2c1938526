import type { Context, EventType } from '#kernel'
import { Conversation } from './entities.ts'
import { conversationChanged } from './events.ts'
import { streamOf } from './seat.ts'

type Changes = Record<string, string | boolean | number | null>

/** Changes a conversation's own fields and tells its members what they are now. */
export async function alter(
  ctx: Context<{}, readonly [typeof conversationChanged, ...EventType[]]>,
  conversation: string,
  changes: Changes,
  extra: Record<string, unknown> = {},
): Promise<void> {
  await ctx
    .records(Conversation)
    .unchecked('the seat was checked by the action')
    .update(conversation, changes)
  const told = { ...changes, ...extra } as Changes
  ctx.emit(
    conversationChanged,
    { conversation, changes: told },
    { stream: streamOf(conversation), subject: conversation },
  )
}
