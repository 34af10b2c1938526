import { T, defineAction, forbidden, ref } from '#kernel'
import { Message } from '../entities.ts'
import { mySeat } from '../seat.ts'
import { NamedPerson } from '../views.ts'

/** As many names as a panel shows at once; the counts are exact beyond it. */
const NAMES_MAX = 500

export const listReaders = defineAction({
  id: 'chat.message.readers',
  kind: 'query',
  effect: 'local',
  title: 'Who has read a message',
  description:
    'Who has read a message and who has not, for its writer and the group’s owner and admins.',
  input: T.Object(
    { message: ref('chat.message', { title: 'Message' }) },
    { additionalProperties: false },
  ),
  output: T.Object({
    read: T.Array(NamedPerson),
    unread: T.Array(NamedPerson),
    read_count: T.Integer(),
    unread_count: T.Integer(),
  }),
  errors: {
    notYours: forbidden('The writer of a message sees who has read it.', 'Ask the writer.'),
  },
  subject: 'message',
  scope: 'chat.use',
}).run(async ({ message: id }, ctx) => {
  const message = await ctx.records(Message).get(id)
  const seat = await mySeat(ctx, message.conversation)
  if (message.sender !== ctx.actor.id && (seat.kind === 'direct' || seat.role === 'member'))
    throw ctx.error('notYours')
  // From cursors alone: nothing is written per reader and message.
  const rows = await ctx.sql<{ read: boolean; count: number; people: NamedPerson[] }>`
    SELECT read, max(all_of) AS count, jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', person, 'name', name, 'avatar', avatar)) ORDER BY n) AS people
    FROM (
      SELECT m.person, coalesce(d.name, '') AS name, d.avatar, m.read_seq >= ${message.seq} AS read,
        row_number() OVER (PARTITION BY m.read_seq >= ${message.seq} ORDER BY m.id) AS n, count(*) OVER (PARTITION BY m.read_seq >= ${message.seq}) AS all_of
      FROM chat.member m LEFT JOIN directory.person d ON d.org = m.org AND d.id = m.person
      WHERE m.org = ${ctx.org} AND m.conversation = ${message.conversation} AND m.joined_seq < ${message.seq} AND m.person IS DISTINCT FROM ${message.sender ?? null}::uuid
    ) each WHERE n <= ${NAMES_MAX} GROUP BY read`
  const of = (read: boolean) => rows.find((row) => row.read === read)
  return {
    read: of(true)?.people ?? [],
    unread: of(false)?.people ?? [],
    read_count: of(true)?.count ?? 0,
    unread_count: of(false)?.count ?? 0,
  }
})
