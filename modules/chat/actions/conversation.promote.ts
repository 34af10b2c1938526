import { T, conflict, defineAction, forbidden, notFound, ref } from '#kernel'
import { memberChanged, messageSent } from '../events.ts'
import { giveRole } from '../roles.ts'
import { announce } from '../say.ts'
import { mySeat, requireGroup, seatOf } from '../seat.ts'

export const promoteMember = defineAction({
  id: 'chat.conversation.promote',
  kind: 'command',
  effect: 'local',
  title: 'Make a member admin, or an admin member',
  description: 'The owner of a group chooses its admins.',
  input: T.Object(
    {
      conversation: ref('chat.conversation', { title: 'Group' }),
      person: ref('directory.person', { title: 'Member' }),
      role: T.Enum(['admin', 'member'], { title: 'Role' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ role: T.Enum(['admin', 'member']) }),
  errors: {
    notOwner: forbidden('Only the owner chooses admins.', 'Ask the owner.'),
    noMember: notFound('The person is not in the group.', 'Add the person first.'),
    isOwner: conflict(
      'The owner stays owner until the group is handed over.',
      'Hand over the group first.',
    ),
  },
  emits: [memberChanged, messageSent],
  subject: 'conversation',
  scope: 'chat.use',
  idempotent: true,
}).run(async ({ conversation, person, role }, ctx) => {
  const seat = await mySeat(ctx, conversation, { lock: true })
  requireGroup(seat)
  if (seat.role !== 'owner') throw ctx.error('notOwner')
  if (person === ctx.actor.id) throw ctx.error('isOwner')
  const other = await seatOf(ctx, conversation, person)
  if (!other) throw ctx.error('noMember')
  if (other.role === role) return { role }
  await giveRole(ctx, conversation, person, role)
  await announce(ctx, conversation, {
    code: 'role',
    by: ctx.actor.id,
    people: [person],
    value: role,
  })
  return { role }
})
