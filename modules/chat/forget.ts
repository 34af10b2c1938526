import type { BaseContext } from '#kernel'
import { streamOf } from './seat.ts'
import { recalledView } from './apply.ts'
import type { MessageView } from './views.ts'

/** An event lies within this of the message or edit that it tells of: no command lasts longer. */
const NEAR_MS = 5_000

/**
 * Takes the content of a message out of everything that could serve it again: its row, mentions,
 * versions, words, and the events that a resuming client would be sent. Answers the files it held.
 */
export async function forget(
  ctx: BaseContext,
  message: MessageView,
  recalled: { recalled_at: string; recalled_by: string },
): Promise<string[]> {
  const { id, conversation, seq, created_at } = message
  await ctx.sql`
    UPDATE chat.message SET text = '', body = NULL, mentions = NULL, mention_all = NULL, reactions = NULL, pinned_at = NULL, pinned_by = NULL,
      edited_at = NULL, recalled_at = ${recalled.recalled_at}, recalled_by = ${recalled.recalled_by}, rev = rev + 1, updated_at = ${recalled.recalled_at}
    WHERE org = ${ctx.org} AND id = ${id}`
  await ctx.sql`DELETE FROM chat.mention WHERE org = ${ctx.org} AND conversation = ${conversation} AND seq = ${seq}`
  await ctx.sql`DELETE FROM chat.word WHERE org = ${ctx.org} AND message = ${id}`
  const edits = await ctx.sql<{ edited_at: string }>`
    DELETE FROM chat.edit WHERE org = ${ctx.org} AND message = ${id} RETURNING edited_at`
  const said = JSON.stringify(recalledView(message, recalled))
  for (const at of new Set([created_at, ...edits.map(({ edited_at }) => edited_at)])) {
    // Event ids carry their time, so the few events around it are found by the key.
    await ctx.sql`
      UPDATE kernel.event SET payload = (CASE type WHEN 'chat.message.sent' THEN jsonb_set(payload::jsonb, '{message}', ${said}::jsonb)
        ELSE payload::jsonb - 'body' - 'mentions' || '{"text": ""}'::jsonb END)::json
      WHERE org = ${ctx.org} AND id >= ${idAt(Date.parse(at) - NEAR_MS)}::uuid AND id < ${idAt(Date.parse(at) + NEAR_MS)}::uuid
        AND stream = ${streamOf(conversation)}
        AND ((type = 'chat.message.sent' AND payload->'message'->>'id' = ${id}) OR (type = 'chat.message.edited' AND payload->>'message' = ${id}))`
  }
  const body = message.body
  const held = [body?.file, ...(body?.combined?.items ?? []).map(({ file }) => file)]
  return held.flatMap((file) => (file ? [file.id] : []))
}

/** The smallest UUIDv7 of a millisecond. */
export function idAt(ms: number): string {
  const time = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}
