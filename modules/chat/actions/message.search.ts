import { PAGE_SIZE, T, defineAction, page, ref } from '#kernel'
import { KINDS } from '../entities.ts'
import { named } from '../look.ts'
import { MESSAGE_COLUMNS, shapeMessage, type Row } from '../shape.ts'
import { MessageView, NamedPerson } from '../views.ts'
import { questionOf } from '../words.ts'

export const searchMessages = defineAction({
  id: 'chat.message.search',
  kind: 'query',
  effect: 'local',
  title: 'Search messages',
  description:
    'Finds messages by words, Chinese or other, in the caller’s own conversations, newest first; narrowed by conversation, sender, kind or time.',
  input: T.Object(
    {
      text: T.String({ minLength: 1, maxLength: 200, title: 'Words' }),
      conversation: T.Optional(ref('chat.conversation', { title: 'Conversation' })),
      sender: T.Optional(ref('directory.person', { title: 'Sender' })),
      kind: T.Optional(T.Enum(KINDS, { title: 'Kind' })),
      since: T.Optional(T.Time({ title: 'Since' })),
      until: T.Optional(T.Time({ title: 'Until' })),
      limit: page.limit,
      cursor: T.Optional(T.Id()),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    items: T.Array(MessageView),
    people: T.Array(NamedPerson),
    next: T.Optional(T.Id()),
  }),
  scope: 'chat.use',
  mcp: 'listed',
}).run(
  async ({ text, conversation, sender, kind, since, until, limit = PAGE_SIZE, cursor }, ctx) => {
    const question = await questionOf(text)
    if (!question || ctx.actor.kind !== 'person') return { items: [], people: [] }
    const rows = await ctx.sql.text<Row>(
      `SELECT ${MESSAGE_COLUMNS} FROM chat.message WHERE org = $1 AND id IN (
       SELECT message FROM chat.find($1, $2, $3::tsquery, $4, $5, $6, $7, $8, $9, $10, $11)) ORDER BY id DESC`,
      [
        ctx.org,
        ctx.actor.id,
        question.query,
        question.patterns,
        conversation,
        sender,
        kind,
        since,
        until,
        cursor,
        limit + 1,
      ].map((value) => value ?? null),
      'chat.search',
    )
    const items = rows.slice(0, limit).map(shapeMessage)
    return {
      items,
      people: await named(
        ctx,
        items.map((message) => message.sender),
      ),
      ...(rows.length > limit ? { next: items.at(-1)!.id } : {}),
    }
  },
)
