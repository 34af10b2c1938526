import { T, defineAction, ref } from '#kernel'
import { conversationFor, memberPage } from '../look.ts'
import { noConversation } from '../seat.ts'
import { thingsIn } from '../things.ts'
import { ConversationView, MemberView, ThingView } from '../views.ts'

/** As many as a group's panel shows at first; the rest by `chat.member.list`. */
const FIRST_MEMBERS = 200

export const getConversation = defineAction({
  id: 'chat.conversation.get',
  kind: 'query',
  effect: 'local',
  title: 'Show a conversation',
  description: 'One conversation of the caller’s with its first members and their read marks.',
  input: T.Object(
    { conversation: ref('chat.conversation', { title: 'Conversation' }) },
    { additionalProperties: false },
  ),
  output: T.Object({
    conversation: ConversationView,
    members: T.Array(MemberView),
    things: T.Array(ThingView),
  }),
  subject: 'conversation',
  scope: 'chat.use',
}).run(async ({ conversation: id }, ctx) => {
  if (ctx.actor.kind !== 'person') throw noConversation()
  const conversation = (await conversationFor(ctx, id, [ctx.actor.id])).get(ctx.actor.id)
  if (!conversation) throw noConversation()
  const members = await memberPage(ctx, id, FIRST_MEMBERS)
  const things = await thingsIn(ctx, id)
  return { conversation, members: members.map(({ id: _id, ...member }) => member), things }
})
