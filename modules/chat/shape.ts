import type { ConversationView, MessageView } from './views.ts'

/** Rows as they travel: absent instead of null, instants written as JavaScript writes them. */
export type Row = Record<string, unknown>

export const MESSAGE_COLUMNS = `id, created_at, conversation, seq, kind, sender, text, body, mentions, mention_all, reply_to, thread,
  replies, client_id, edited_at, recalled_at, recalled_by, reactions, pinned_at, pinned_by`

export const shapeMessage = (row: Row): MessageView =>
  ({
    ...present(row),
    ...instants(row, ['created_at', 'edited_at', 'recalled_at', 'pinned_at']),
  }) as unknown as MessageView

export function shapeConversation(row: Row): ConversationView {
  const { last_message, ...rest } = row
  const last = last_message as Row | null
  return {
    ...present(rest),
    ...instants(rest, ['created_at', 'last_at', 'notice_at', 'top_at']),
    ...(last ? { last: { ...present(last), ...instants(last, ['created_at']) } } : {}),
  } as unknown as ConversationView
}

export function present(row: Row): Row {
  const kept: Row = {}
  for (const name in row) if (row[name] !== null && row[name] !== undefined) kept[name] = row[name]
  return kept
}

/** PostgreSQL drops zeros at the end of a fraction; events carry what JavaScript writes. */
function instants(row: Row, names: readonly string[]): Row {
  const made: Row = {}
  for (const name of names) {
    const value = row[name]
    if (typeof value === 'string') made[name] = new Date(value).toISOString()
  }
  return made
}
