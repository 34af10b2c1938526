import { T, defineAction, fail, ref } from '#kernel'
import { nameKeys } from '#modules/directory'
import { conversationAdded, memberJoined, messageSent } from '../events.ts'
import { ADD_MAX } from '../limits.ts'
import { conversationFor } from '../look.ts'
import { announce } from '../say.ts'
import { NAMED_MAX, insertMembers, requireColleagues, welcome } from '../seats.ts'
import { ConversationView } from '../views.ts'

export const createConversation = defineAction({
  id: 'chat.conversation.create',
  kind: 'command',
  effect: 'local',
  title: 'Start a conversation',
  description:
    'Opens the conversation with one colleague (the same one every time), or creates a group with a name and people.',
  input: T.Object(
    {
      kind: T.Enum(['direct', 'group'], { title: 'Kind' }),
      name: T.Optional(T.String({ minLength: 1, maxLength: 100, title: 'Name' })),
      people: T.Array(ref('directory.person'), {
        minItems: 1,
        maxItems: ADD_MAX,
        uniqueItems: true,
        title: 'People',
      }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ conversation: ConversationView }),
  emits: [messageSent, memberJoined, conversationAdded],
  scope: 'chat.use',
  mcp: 'listed',
}).run(async ({ kind, name, people }, ctx) => {
  if (ctx.actor.kind !== 'person') throw fail('forbidden', 'Only a person starts conversations.')
  const others = people.filter((person) => person !== ctx.actor.id)
  if (kind === 'direct' && others.length !== 1)
    throw fail(
      'invalid',
      'A direct conversation is with one other person.',
      'Name one colleague, or create a group.',
    )
  if (kind === 'group' && !name?.trim())
    throw fail('invalid', 'A group needs a name.', 'Give it one.')
  await requireColleagues(ctx, others)
  const key = kind === 'direct' ? [ctx.actor.id, others[0]!].toSorted().join(':') : null
  const id = ctx.id()
  const group = kind === 'group'
  const [made] = await ctx.sql<{ id: string; fresh: boolean }>`
    INSERT INTO chat.conversation AS c (org, id, kind, name, owner, direct_key, pinyin, last_at)
    VALUES (${ctx.org}, ${id}, ${kind}, ${group ? name!.trim() : null}, ${group ? ctx.actor.id : null}, ${key}, ${group ? nameKeys(name!).pinyin : null}, ${ctx.now.toISOString()})
    ON CONFLICT (org, direct_key) WHERE direct_key IS NOT NULL DO UPDATE SET rev = c.rev
    RETURNING id, id = ${id} AS fresh`
  const conversation = made!.id
  if (made!.fresh) {
    const everybody = [ctx.actor.id, ...others]
    await insertMembers(
      ctx,
      conversation,
      everybody.map((person) => ({
        person,
        role: group && person === ctx.actor.id ? 'owner' : 'member',
      })),
    )
    if (group)
      await announce(ctx, conversation, {
        code: 'created',
        by: ctx.actor.id,
        people: others.slice(0, NAMED_MAX),
        value: name!.trim(),
      })
    await welcome(ctx, conversation, everybody)
  }
  return {
    conversation: (await conversationFor(ctx, conversation, [ctx.actor.id])).get(ctx.actor.id)!,
  }
})
