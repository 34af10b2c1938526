import { PAGE_SIZE, T, defineAction, page, pageOf, ref } from '#kernel'
import { memberPage } from '../look.ts'
import { mySeat } from '../seat.ts'
import { MemberView } from '../views.ts'

export const listMembers = defineAction({
  id: 'chat.member.list',
  kind: 'query',
  effect: 'local',
  title: 'Members of a conversation',
  description: 'Who is in a conversation, in the order they came, with role and read mark.',
  input: T.Object(
    { conversation: ref('chat.conversation', { title: 'Conversation' }), ...page },
    { additionalProperties: false },
  ),
  output: pageOf(MemberView),
  subject: 'conversation',
  scope: 'chat.use',
}).run(async ({ conversation, limit = PAGE_SIZE, cursor }, ctx) => {
  await mySeat(ctx, conversation)
  const after =
    cursor !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor)
      ? cursor
      : undefined
  const found = await memberPage(ctx, conversation, limit + 1, after)
  const items = found.slice(0, limit).map(({ id: _id, ...member }) => member)
  return { items, ...(found.length > limit ? { next: found[limit - 1]!.id } : {}) }
})
