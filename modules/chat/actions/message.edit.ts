import { T, conflict, defineAction, forbidden, ref, sensitive } from '#kernel'
import { messageEdited } from '../events.ts'
import { EDITS_MAX, EDIT_WINDOW_MS, MENTIONS_MAX, TEXT_MAX } from '../limits.ts'
import { messageInReach } from '../messages.ts'
import { EVERYBODY } from '../draft.ts'
import { streamOf } from '../seat.ts'
import { reword } from '../words.ts'

export const editMessage = defineAction({
  id: 'chat.message.edit',
  kind: 'command',
  effect: 'local',
  title: 'Edit a message',
  description: 'Corrects the caller’s own text within a day; what it said before stays readable.',
  input: T.Object(
    {
      message: ref('chat.message', { title: 'Message' }),
      text: sensitive(
        T.String({
          minLength: 1,
          maxLength: TEXT_MAX,
          pattern: '\\S',
          title: 'Text',
          'x-multiline': true,
        }),
      ),
      mentions: T.Optional(
        T.Array(ref('directory.person'), {
          maxItems: MENTIONS_MAX,
          uniqueItems: true,
          title: 'Mentions',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ edited_at: T.Time() }),
  errors: {
    notYours: forbidden('Only the writer may edit a message.', 'Reply to it instead.'),
    tooLate: conflict('A message can be edited for a day.', 'Write a new one.'),
    noText: conflict(
      'Only text can be edited, and only while it is not recalled.',
      'Send it anew.',
    ),
    tooOften: conflict(`A message can be edited ${EDITS_MAX} times.`, 'Write a new one.'),
  },
  emits: [messageEdited],
  subject: 'message',
  scope: 'chat.use',
  idempotent: true,
}).run(async ({ message: id, text, mentions }, ctx) => {
  const { message } = await messageInReach(ctx, id)
  const { conversation, seq, kind, created_at, mention_all } = message
  if (message.sender !== ctx.actor.id) throw ctx.error('notYours')
  if (message.recalled_at || (kind !== 'text' && kind !== 'markdown')) throw ctx.error('noText')
  if (ctx.now.getTime() - Date.parse(created_at) > EDIT_WINDOW_MS) throw ctx.error('tooLate')
  const [edits] = await ctx.sql<{
    n: number
  }>`SELECT count(*) AS n FROM chat.edit WHERE org = ${ctx.org} AND message = ${id}`
  if (edits!.n >= EDITS_MAX) throw ctx.error('tooOften')
  const edited_at = ctx.now.toISOString()
  const named = mentions?.length ? mentions : undefined
  await ctx.sql`INSERT INTO chat.edit (org, id, message, text, edited_at) VALUES (${ctx.org}, ${ctx.id()}, ${id}, ${message.text}, ${edited_at})`
  await ctx.sql`
    UPDATE chat.message SET text = ${text}, mentions = ${named ? JSON.stringify(named) : null}, edited_at = ${edited_at}, rev = rev + 1, updated_at = ${edited_at}
    WHERE org = ${ctx.org} AND id = ${id}`
  await ctx.sql`
    DELETE FROM chat.mention WHERE org = ${ctx.org} AND conversation = ${conversation} AND seq = ${seq} AND person <> ${EVERYBODY}`
  if (named) {
    await ctx.sql`
      INSERT INTO chat.mention (org, conversation, person, seq)
      SELECT ${ctx.org}, ${conversation}, person, ${seq} FROM unnest(${named}::uuid[]) AS person WHERE person::text <> ${ctx.actor.id}`
  }
  await reword(ctx, id, text)
  ctx.emit(
    messageEdited,
    {
      conversation,
      message: id,
      seq,
      kind,
      text,
      edited_at,
      ...(named ? { mentions: named } : {}),
      ...(mention_all ? { mention_all } : {}),
    },
    { stream: streamOf(conversation), subject: id },
  )
  return { edited_at }
})
