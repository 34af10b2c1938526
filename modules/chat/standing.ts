import type { BaseContext } from '#kernel'
import type { Draft } from './draft.ts'

/** What decides about drafts, true until COMMIT: their conversations are locked. */
export interface Standing {
  readonly conversations: ReadonlyMap<string, Numbers>
  /** By conversation and person. */
  readonly seats: ReadonlyMap<string, Seat>
  /** Those replied to and those that began a thread. */
  readonly messages: ReadonlyMap<string, Named>
}
export interface Numbers {
  readonly id: string
  readonly may_send: string
  readonly may_mention_all: string
  /** Counted on by those who place messages. */
  last_seq: number
  posts: number
}
interface Seat {
  readonly id: string
  readonly conversation: string
  readonly person: string
  readonly role: string
}
interface Named {
  readonly id: string
  readonly conversation: string
  readonly thread: string | null
  readonly kind: string
}

/**
 * Locks and reads in one packet train: PostgreSQL takes the locks first, so what it reads then holds.
 * Every table is reached by whole keys, so that a plan made while the tables were small still holds
 * when they are not.
 */
export async function standing(ctx: BaseContext, drafts: readonly Draft[]): Promise<Standing> {
  const ids = [...new Set(drafts.map(({ conversation }) => conversation))].toSorted()
  const named = [
    ...new Set(drafts.flatMap(({ reply_to = [], thread = [] }) => [reply_to, thread].flat())),
  ]
  const [conversations, seats, messages] = await Promise.all([
    ctx.sql<Numbers>`
      SELECT id, may_send, may_mention_all, last_seq, posts FROM chat.conversation
      WHERE org = ${ctx.org} AND id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`,
    seatsOf(ctx, ids, drafts),
    named.length
      ? ctx.sql<Named>`
          SELECT id, conversation, thread, kind FROM chat.message WHERE org = ${ctx.org} AND id = ANY(${named}::uuid[])`
      : [],
  ])
  return {
    conversations: new Map(conversations.map((row) => [row.id, row])),
    seats: new Map(seats.map((row) => [`${row.conversation} ${row.person}`, row])),
    messages: new Map(messages.map((row) => [row.id, row])),
  }
}

function seatsOf(
  ctx: BaseContext,
  ids: readonly string[],
  drafts: readonly Draft[],
): Promise<Seat[]> | Seat[] {
  const seats = new Map<string, { conversation: string; person: string }>()
  for (const { conversation, person } of drafts)
    if (person !== undefined) seats.set(`${conversation} ${person}`, { conversation, person })
  const asked = [...seats.values()]
  if (asked.length === 0) return []
  const people = asked.map(({ person }) => person)
  // One conversation is one stretch of the index.
  if (ids.length === 1)
    return ctx.sql<Seat>`
      SELECT id, conversation, person, role FROM chat.member
      WHERE org = ${ctx.org} AND conversation = ${ids[0]} AND person = ANY(${people}::uuid[])`
  return ctx.sql<Seat>`
    SELECT m.id, m.conversation, m.person, m.role
    FROM unnest(${asked.map(({ conversation }) => conversation)}::uuid[], ${people}::uuid[]) AS i(conversation, person),
      LATERAL (SELECT * FROM chat.member b WHERE b.org = ${ctx.org} AND b.conversation = i.conversation AND b.person = i.person OFFSET 0) m`
}
