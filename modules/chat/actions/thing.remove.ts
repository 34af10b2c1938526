import { T, defineAction } from '#kernel'
import { messageSent, thingsChanged } from '../events.ts'
import { announce } from '../say.ts'
import { lockConversation, streamOf } from '../seat.ts'
import { thingsIn } from '../things.ts'

export const removeThing = defineAction({
  id: 'chat.thing.remove',
  kind: 'command',
  effect: 'local',
  title: 'Take a device or an app out of a group',
  description:
    'It stands there no more and posts nothing. Its own module decides who may; without a conversation, out of all groups.',
  input: T.Object(
    { thing: T.Id(), conversation: T.Optional(T.Id()) },
    { additionalProperties: false },
  ),
  output: T.Object({ conversations: T.Array(T.Id()) }),
  emits: [messageSent, thingsChanged],
  subject: 'thing',
  scope: 'chat.use',
  idempotent: true,
  internal: true,
}).run(async ({ thing, conversation }, ctx) => {
  const rows = await ctx.sql<{ conversation: string; name: string }>`
    SELECT conversation, name FROM chat.thing
    WHERE org = ${ctx.org} AND thing = ${thing} AND (${conversation ?? null}::uuid IS NULL OR conversation = ${conversation ?? null}::uuid)
    ORDER BY conversation`
  for (const { conversation: id, name } of rows) {
    await lockConversation(ctx, id)
    await ctx.sql`DELETE FROM chat.thing WHERE org = ${ctx.org} AND thing = ${thing} AND conversation = ${id}`
    const by = ctx.actor.onBehalfOf ?? ctx.actor.id
    await announce(ctx, id, { code: 'thing_removed', by, value: name })
    ctx.emit(
      thingsChanged,
      { conversation: id, things: await thingsIn(ctx, id), by },
      { stream: streamOf(id), subject: id },
    )
  }
  return { conversations: rows.map(({ conversation: id }) => id) }
})
