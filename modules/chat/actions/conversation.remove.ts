import { T, defineAction, forbidden, ref } from '#kernel'
import { conversationRemoved, memberLeft, messageSent } from '../events.ts'
import { ADD_MAX } from '../limits.ts'
import { mySeat, requireAdmin, requireGroup } from '../seat.ts'
import { unseat } from '../seats.ts'

export const removeMembers = defineAction({
  id: 'chat.conversation.remove',
  kind: 'command',
  effect: 'local',
  title: 'Remove people from a group',
  description:
    'Takes people out of a group; they receive nothing more, open windows included. For its owner and admins.',
  input: T.Object(
    {
      conversation: ref('chat.conversation', { title: 'Group' }),
      people: T.Array(ref('directory.person'), {
        minItems: 1,
        maxItems: ADD_MAX,
        uniqueItems: true,
        title: 'People',
      }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ removed: T.Array(T.Id()) }),
  errors: {
    notHim: forbidden(
      'Admins remove members; only the owner removes admins, and nobody the owner.',
      'Ask the owner, or leave the group yourself.',
    ),
  },
  emits: [messageSent, memberLeft, conversationRemoved],
  subject: 'conversation',
  scope: 'chat.use',
  destructive: true,
  idempotent: true,
}).run(async ({ conversation, people }, ctx) => {
  const seat = await mySeat(ctx, conversation, { lock: true })
  requireGroup(seat)
  requireAdmin(seat)
  const above = await ctx.sql<{ person: string }>`
    SELECT person FROM chat.member WHERE org = ${ctx.org} AND conversation = ${conversation} AND person = ANY(${people}::uuid[])
      AND (role = 'owner' OR (role = 'admin' AND ${seat.role} <> 'owner') OR person = ${ctx.actor.id}) LIMIT 1`
  if (above.length) throw ctx.error('notHim', above[0])
  return { removed: await unseat(ctx, conversation, people, 'removed') }
})
