import { PAGE_SIZE, T, defineAction, page } from '#kernel'
import { named } from '../look.ts'
import { EVERYBODY } from '../draft.ts'
import { MESSAGE_COLUMNS, shapeMessage, type Row } from '../shape.ts'
import { MessageView, NamedPerson } from '../views.ts'

const columns = MESSAGE_COLUMNS.split(',')
  .map((name) => `g.${name.trim()}`)
  .join(', ')

export const listMentions = defineAction({
  id: 'chat.mention.list',
  kind: 'query',
  effect: 'local',
  title: 'Messages that mention me',
  description:
    'Messages that mention the caller or everybody, newest first, in conversations the caller is in.',
  input: T.Object(
    { limit: page.limit, cursor: T.Optional(T.Id()) },
    { additionalProperties: false },
  ),
  output: T.Object({
    items: T.Array(MessageView),
    people: T.Array(NamedPerson),
    next: T.Optional(T.Id()),
  }),
  scope: 'chat.use',
}).run(async ({ limit = PAGE_SIZE, cursor }, ctx) => {
  if (ctx.actor.kind !== 'person') return { items: [], people: [] }
  const rows = await ctx.sql.text<Row>(
    `SELECT DISTINCT ON (g.id) ${columns} FROM chat.member m JOIN chat.conversation c ON c.org = m.org AND c.id = m.conversation
     JOIN chat.mention x ON x.org = m.org AND x.conversation = m.conversation AND x.person IN (m.person, '${EVERYBODY}')
     JOIN chat.message g ON g.org = m.org AND g.conversation = x.conversation AND g.seq = x.seq
     WHERE m.org = $1 AND m.person = $2 AND (NOT c.history_hidden OR g.seq > m.joined_seq) AND g.sender IS DISTINCT FROM $2::text
       AND ($3::uuid IS NULL OR g.id < $3::uuid) ORDER BY g.id DESC LIMIT $4`,
    [ctx.org, ctx.actor.id, cursor ?? null, limit + 1],
    'chat.mentions',
  )
  const items = rows.slice(0, limit).map(shapeMessage)
  return {
    items,
    people: await named(
      ctx,
      items.map(({ sender }) => sender),
    ),
    ...(rows.length > limit ? { next: items.at(-1)!.id } : {}),
  }
})
