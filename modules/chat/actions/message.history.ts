import { T, defineAction, ref } from '#kernel'
import { EDITS_MAX } from '../limits.ts'
import { Message } from '../entities.ts'

export const listEdits = defineAction({
  id: 'chat.message.history',
  kind: 'query',
  effect: 'local',
  title: 'Earlier versions of a message',
  description: 'What an edited message said before, oldest first.',
  input: T.Object(
    { message: ref('chat.message', { title: 'Message' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ items: T.Array(T.Object({ text: T.String(), until: T.Time() })) }),
  subject: 'message',
  scope: 'chat.use',
}).run(async ({ message }, ctx) => {
  await ctx.records(Message).get(message)
  const rows = await ctx.sql<{ text: string; edited_at: string }>`
    SELECT text, edited_at FROM chat.edit WHERE org = ${ctx.org} AND message = ${message} ORDER BY id LIMIT ${EDITS_MAX}`
  return { items: rows.map(({ text, edited_at }) => ({ text, until: edited_at })) }
})
