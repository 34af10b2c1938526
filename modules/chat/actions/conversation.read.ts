import { T, defineAction, ref } from '#kernel'
import { conversationSet, memberRead } from '../events.ts'
import { LIVE_READERS_MAX } from '../limits.ts'
import { noConversation, personOf, personStream, streamOf } from '../seat.ts'

interface Moved {
  readonly n: number
  readonly member: boolean
  readonly moved: boolean
  readonly read_seq: number
  readonly read_posts: number
  readonly members: number
}

export const readConversation = defineAction({
  id: 'chat.conversation.read',
  kind: 'signal',
  effect: 'local',
  title: 'Mark as read',
  description:
    'Moves the caller’s read mark of a conversation forward to a message number; never back.',
  input: T.Object(
    {
      conversation: ref('chat.conversation', { title: 'Conversation' }),
      seq: T.Integer({ minimum: 0, title: 'Read up to' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ read_seq: T.Integer(), read_posts: T.Integer() }),
  emits: [memberRead, conversationSet],
  subject: 'conversation',
  scope: 'chat.use',
  idempotent: true,
}).runMany(async (items, ctx) => {
  const rows = await ctx.sql<Moved>`
    WITH i AS (
      SELECT * FROM unnest(${items.map(({ input }) => input.conversation)}::uuid[], ${items.map(({ actor }) => personOf(actor))}::uuid[],
        ${items.map(({ input }) => input.seq)}::bigint[]) WITH ORDINALITY AS i(conversation, person, seq, n)
    ), x AS (
      SELECT m.id, max(least(i.seq, c.last_seq)) AS seq FROM i
      JOIN chat.conversation c ON c.org = ${ctx.org} AND c.id = i.conversation
      JOIN chat.member m ON m.org = ${ctx.org} AND m.conversation = i.conversation AND m.person = i.person
      GROUP BY m.id, m.conversation, m.person ORDER BY m.conversation, m.person
    ), u AS (
      UPDATE chat.member m SET read_seq = x.seq, read_posts = coalesce((SELECT g.post_no FROM chat.message g
        WHERE g.org = m.org AND g.conversation = m.conversation AND g.seq = x.seq), m.read_posts)
      FROM x WHERE m.org = ${ctx.org} AND m.id = x.id AND m.read_seq < x.seq
      RETURNING m.id, m.read_seq, m.read_posts
    )
    SELECT i.n, m.id IS NOT NULL AS member, u.id IS NOT NULL AS moved, c.members,
      coalesce(u.read_seq, m.read_seq, 0) AS read_seq, coalesce(u.read_posts, m.read_posts, 0) AS read_posts
    FROM i LEFT JOIN chat.member m ON m.org = ${ctx.org} AND m.conversation = i.conversation AND m.person = i.person
    LEFT JOIN chat.conversation c ON c.org = ${ctx.org} AND c.id = m.conversation
    LEFT JOIN u ON u.id = m.id ORDER BY i.n`
  return items.map((item, index) => {
    const { member, moved, members, read_seq, read_posts } = rows[index]!
    if (!member) return noConversation()
    const { conversation } = item.input
    const person = item.actor.id
    if (moved)
      item.emit(
        conversationSet,
        { conversation, read_seq, read_posts },
        { stream: personStream(person) },
      )
    if (moved && members <= LIVE_READERS_MAX)
      item.emit(memberRead, { conversation, person, read_seq }, { stream: streamOf(conversation) })
    return { read_seq, read_posts }
  })
})
