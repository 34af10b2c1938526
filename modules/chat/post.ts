import type { BaseContext } from '#kernel'
import type { Draft } from './draft.ts'
import { present } from './shape.ts'
import { standing, type Standing } from './standing.ts'
import { store, type Placed } from './store.ts'
import type { MessageView } from './views.ts'

export type Refusal = 'notFound' | 'adminsOnly' | 'mentionAllAdmins' | 'noReply' | 'noThread'
export type Posted =
  | { readonly refusal: Refusal }
  | { readonly refusal?: undefined; readonly message: MessageView }

/**
 * Writes any number of messages. The conversations are locked in the order of their ids and, under those
 * locks, rights and numbers are read in the same packet train; what follows from them is decided here
 * and travels with COMMIT. Numbers have neither holes nor repeats: a refused draft takes none.
 */
export async function post(ctx: BaseContext, given: readonly Draft[]): Promise<Posted[]> {
  const drafts = given.map(plain)
  const found = await standing(ctx, drafts)
  const placed: Placed[] = []
  const refusals = drafts.map((draft) => {
    const refusal = refusalOf(draft, found)
    if (refusal === undefined) placed.push(place(draft, found))
    return refusal
  })
  const now = ctx.now.toISOString()
  if (placed.length) store(ctx, found, placed, now)
  let next = 0
  return refusals.map((refusal) =>
    refusal ? { refusal } : { message: viewOf(placed[next]!.draft, placed[next++]!.seq, now) },
  )
}

/** Ids as PostgreSQL writes them, whatever the caller's case. */
function plain(draft: Draft): Draft {
  const conversation = draft.conversation.toLowerCase()
  return conversation === draft.conversation ? draft : { ...draft, conversation }
}

function place(draft: Draft, { conversations, seats }: Standing): Placed {
  const conversation = conversations.get(draft.conversation)!
  conversation.last_seq += 1
  if (draft.kind !== 'system') conversation.posts += 1
  const seat = seats.get(`${draft.conversation} ${draft.person}`)?.id
  return { draft, seat, seq: conversation.last_seq, post: conversation.posts }
}

function refusalOf(
  draft: Draft,
  { conversations, seats, messages }: Standing,
): Refusal | undefined {
  const conversation = conversations.get(draft.conversation)
  const seat = seats.get(`${draft.conversation} ${draft.person}`)
  if (!conversation || (draft.person !== undefined && !seat)) return 'notFound'
  const steers = seat?.role !== 'member'
  if (!steers && conversation.may_send === 'admins') return 'adminsOnly'
  if (!steers && draft.mention_all && conversation.may_mention_all === 'admins')
    return 'mentionAllAdmins'
  const here = (id: string) => {
    const message = messages.get(id.toLowerCase())
    return message?.conversation === draft.conversation ? message : undefined
  }
  if (draft.reply_to !== undefined && !here(draft.reply_to)) return 'noReply'
  const head = draft.thread === undefined ? undefined : here(draft.thread)
  if (draft.thread !== undefined && (!head || head.thread !== null || head.kind === 'system'))
    return 'noThread'
  return undefined
}

/** The same as a later fetch of the row answers. */
function viewOf(draft: Draft, seq: number, created_at: string): MessageView {
  const { person, thing, ...rest } = draft
  return present({ ...rest, sender: person ?? thing, seq, created_at }) as unknown as MessageView
}
