import type { Actor, BaseContext } from '#kernel'
import { personOf } from './seat.ts'

interface Wanting {
  readonly item: { readonly input: { readonly conversation: string }; readonly actor: Actor }
  readonly record: string
}

/**
 * Those who may write where they want to hang a file: an upload is hung once and for all, so the right
 * is asked before, under the same lock that the message is written under.
 */
export async function attachable<W extends Wanting>(
  ctx: BaseContext,
  wanting: readonly W[],
): Promise<W[]> {
  const conversations = wanting.map(({ item }) => item.input.conversation)
  const [, rows] = await Promise.all([
    ctx.sql`SELECT id FROM chat.conversation WHERE org = ${ctx.org} AND id = ANY(${conversations}::uuid[]) ORDER BY id FOR UPDATE`,
    ctx.sql<{ n: number }>`
      SELECT i.n FROM unnest(${conversations}::uuid[], ${wanting.map(({ item }) => personOf(item.actor))}::uuid[]) WITH ORDINALITY AS i(conversation, person, n)
      JOIN chat.conversation c ON c.org = ${ctx.org} AND c.id = i.conversation
      JOIN chat.member m ON m.org = ${ctx.org} AND m.conversation = i.conversation AND m.person = i.person
      WHERE c.may_send = 'all' OR m.role <> 'member'`,
  ])
  return rows.map(({ n }) => wanting[n - 1]!)
}
