import { T, conflict, defineAction, forbidden } from '#kernel'
import { messageSent, thingsChanged } from '../events.ts'
import { Thing } from '../entities.ts'
import { announce } from '../say.ts'
import { lockConversation, mySeat, requireGroup, streamOf } from '../seat.ts'
import { THINGS_MAX, thingsIn } from '../things.ts'

const { kind, name } = Thing.fields

export const addThing = defineAction({
  id: 'chat.thing.add',
  kind: 'command',
  effect: 'local',
  title: 'Let a device or an app stand in a group',
  description:
    'It may post there under its own name from then on, and reads nothing; one that stands there is renamed. A person must be in the group and may add people to it. For modules.',
  input: T.Object(
    { conversation: T.Id(), kind, thing: T.Id(), name },
    { additionalProperties: false },
  ),
  output: T.Object({ added: T.Boolean() }),
  errors: {
    adminsAdd: forbidden('Only the owner and admins may add to this group.', 'Ask one of them.'),
    full: conflict(`A group has at most ${THINGS_MAX} devices and apps.`, 'Use another group.'),
  },
  emits: [messageSent, thingsChanged],
  subject: 'conversation',
  scope: 'chat.use',
  idempotent: true,
  internal: true,
}).run(async ({ conversation, ...thing }, ctx) => {
  if (ctx.actor.kind === 'module') await lockConversation(ctx, conversation)
  else {
    const seat = await mySeat(ctx, conversation, { lock: true })
    requireGroup(seat)
    if (seat.may_add === 'admins' && seat.role === 'member') throw ctx.error('adminsAdd')
  }
  const rows = await ctx.sql<{ added: boolean }>`
    INSERT INTO chat.thing (org, id, conversation, kind, thing, name)
    SELECT ${ctx.org}, ${ctx.id()}, id, ${thing.kind}, ${thing.thing}, ${thing.name} FROM chat.conversation
    WHERE org = ${ctx.org} AND id = ${conversation} AND kind = 'group'
    ON CONFLICT (org, thing, conversation) DO UPDATE SET name = excluded.name WHERE chat.thing.name <> excluded.name
    RETURNING xmax = 0 AS added`
  const [row] = rows
  if (!row) return { added: false }
  const things = await thingsIn(ctx, conversation)
  if (row.added && things.length >= THINGS_MAX) throw ctx.error('full')
  const by = ctx.actor.kind === 'module' ? {} : { by: ctx.actor.id }
  if (row.added)
    await announce(ctx, conversation, { code: 'thing_added', ...by, value: thing.name })
  ctx.emit(
    thingsChanged,
    { conversation, things, by: ctx.actor.id },
    { stream: streamOf(conversation), subject: conversation },
  )
  return { added: row.added }
})
