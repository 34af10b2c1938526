import { PAGE_SIZE, T, defineAction, page } from '#kernel'
import { conversationsNamed } from '../look.ts'
import { ConversationView } from '../views.ts'

export const searchConversations = defineAction({
  id: 'chat.conversation.search',
  kind: 'query',
  effect: 'local',
  title: 'Find a conversation',
  description:
    'Finds the caller’s conversations by the group’s or the other person’s name, in characters or pinyin, the latest first.',
  input: T.Object(
    {
      text: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
      limit: page.limit,
    },
    { additionalProperties: false },
  ),
  output: T.Object({ items: T.Array(ConversationView) }),
  scope: 'chat.use',
}).run(async ({ text, limit = PAGE_SIZE }, ctx) => {
  if (ctx.actor.kind !== 'person') return { items: [] }
  const pattern = `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
  return { items: await conversationsNamed(ctx, ctx.actor.id, pattern, limit) }
})
