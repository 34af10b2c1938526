import { defineAction, ref, T } from '#kernel'
import { ensureCard } from '#modules/cards'
import { postCard } from '#modules/chat'
import { CARD } from '../card.ts'
import { Event } from '../entities.ts'
import { conflictsOf, Conflict } from '../conflicts.ts'
import { eventCreated } from '../events.ts'
import { plan, planErrors, planFields } from '../plan-event.ts'
import { scheduleReminder } from '../remind.ts'
import { tell } from '../tell.ts'
import { viewOf } from '../view-event.ts'
import { EventView } from '../views.ts'

export const createEvent = defineAction({
  id: 'calendar.event.create',
  kind: 'command',
  effect: 'local',
  title: 'Plan an event',
  description:
    'Puts an event into a calendar (default: your own), invites people, departments, groups and addresses outside, books rooms, and says whose time collides. With a conversation its card is posted there.',
  input: T.Object(
    { ...planFields, conversation: T.Optional(ref('chat.conversation', { title: 'Post in' })) },
    { additionalProperties: false },
  ),
  output: T.Intersect([EventView, T.Object({ conflicts: T.Array(Conflict) })]),
  errors: planErrors,
  emits: [eventCreated],
  scope: 'calendar.use',
  mcp: 'listed',
}).run(async ({ conversation, ...input }, ctx) => {
  const { event, invited } = await plan(ctx, input, (code, details) => ctx.error(code, details))
  const { id, title, starts_at, organiser } = event
  ctx.emit(
    eventCreated,
    { event: id, title, starts_at, organiser },
    { stream: `person:${organiser}` },
  )
  tell(ctx, 'invited', event, invited)
  if (conversation) {
    const { card } = await ctx.callAsModule(ensureCard, {
      template: CARD,
      entity: Event.id,
      record: id,
    })
    await ctx.call(postCard, { conversation, card })
  }
  scheduleReminder(ctx, event)
  const conflicts = await conflictsOf(ctx, event, invited)
  return { ...(await viewOf(ctx, event)), conflicts }
})
