import { PAGE_SIZE, T, defineAction, fail, page, pageOf } from '#kernel'
import { conversationsOf, type Position } from '../look.ts'
import { ConversationView } from '../views.ts'

export const listConversations = defineAction({
  id: 'chat.conversation.list',
  kind: 'query',
  effect: 'local',
  title: 'My conversations',
  description:
    'The caller’s conversations, those kept on top first, then newest first, each with its last message and its unread and mention counts.',
  input: T.Object({ ...page }, { additionalProperties: false }),
  output: pageOf(ConversationView),
  scope: 'chat.use',
  mcp: 'listed',
}).run(async ({ limit = PAGE_SIZE, cursor }, ctx) => {
  if (ctx.actor.kind !== 'person') return { items: [] }
  const found = await conversationsOf(ctx, ctx.actor.id, { limit: limit + 1, after: read(cursor) })
  const items = found.slice(0, limit)
  return { items, ...(found.length > limit ? { next: write(items.at(-1)!) } : {}) }
})

const write = ({ top_at, last_at, id }: ConversationView): string =>
  Buffer.from(JSON.stringify([top_at !== undefined, last_at, id])).toString('base64url')

function read(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined
  try {
    const [top, last_at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    if (
      typeof top === 'boolean' &&
      typeof last_at === 'string' &&
      !Number.isNaN(Date.parse(last_at)) &&
      typeof id === 'string' &&
      /^[0-9a-f-]{36}$/.test(id)
    ) {
      return { top, last_at, id }
    }
  } catch {
    // Not a cursor of ours: told below.
  }
  throw fail('invalid', 'This is no cursor of this list.', 'Start again without one.')
}
