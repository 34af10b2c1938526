import type { Context, EventType, Static } from '#kernel'
import { conversationSet } from './events.ts'
import { personStream } from './seat.ts'

type Settings = Omit<Static<typeof conversationSet.payload>, 'conversation'>

/** Tells a person's other devices what he set for himself. */
export function tellOwn(
  ctx: Context<{}, readonly [typeof conversationSet, ...EventType[]]>,
  conversation: string,
  settings: Settings,
): void {
  ctx.emit(
    conversationSet,
    { conversation, ...settings },
    { stream: personStream(ctx.actor.id), subject: conversation },
  )
}
