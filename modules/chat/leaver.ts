import { defineSubscription } from '#kernel'
import { personLeft } from '#modules/directory'
import { alter } from './alter.ts'
import { giveRole } from './roles.ts'
import { lockConversation } from './seat.ts'
import { heir, unseat } from './seats.ts'

/** A leaver goes out of every group; his groups pass to somebody who stays. What he wrote stays. */
export const onPersonLeft = defineSubscription({
  id: 'chat.on_person_left',
  on: personLeft,
  lane: 'person',
}).run(async ({ payload: { person } }, ctx) => {
  const seats = await ctx.sql<{ conversation: string; role: string }>`
    SELECT m.conversation, m.role FROM chat.member m JOIN chat.conversation c ON c.org = m.org AND c.id = m.conversation
    WHERE m.org = ${ctx.org} AND m.person = ${person} AND c.kind = 'group' ORDER BY m.conversation`
  for (const { conversation, role } of seats) {
    await lockConversation(ctx, conversation)
    const next = role === 'owner' ? await heir(ctx, conversation) : undefined
    if (next) {
      await giveRole(ctx, conversation, next, 'owner')
      await alter(ctx, conversation, { owner: next })
    }
    await unseat(ctx, conversation, [person], 'left')
  }
})
