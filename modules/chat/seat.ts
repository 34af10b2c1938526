import { fail, type Actor, type BaseContext, type Context } from '#kernel'
import { EVERYBODY } from './draft.ts'

/** What one person is and sees in a conversation. */
export interface Seat {
  readonly conversation: string
  readonly kind: 'direct' | 'group'
  readonly name: string | null
  readonly role: 'owner' | 'admin' | 'member'
  readonly read_seq: number
  readonly last_seq: number
  readonly members: number
  readonly history_hidden: boolean
  /** Messages up to this one are not his to see. */
  readonly floor: number
  readonly may_add: 'all' | 'admins'
  readonly may_pin: 'all' | 'admins'
}

/** The caller's seat, or the refusal of one who has none. `lock` keeps members and numbers still until COMMIT. */
export async function mySeat(
  ctx: Context,
  conversation: string,
  options: { lock?: boolean } = {},
): Promise<Seat> {
  if (options.lock) await lockConversation(ctx, conversation)
  const seat = await seatOf(ctx, conversation, personOf(ctx.actor))
  if (!seat) throw noConversation()
  return seat
}

export async function seatOf(
  ctx: BaseContext,
  conversation: string,
  person: string,
): Promise<Seat | undefined> {
  const [row] = await ctx.sql<Seat>`
    SELECT c.id AS conversation, c.kind, c.name, m.role, m.read_seq, c.last_seq, c.members, c.history_hidden,
      CASE WHEN c.history_hidden THEN m.joined_seq ELSE 0 END AS floor, c.may_add, c.may_pin
    FROM chat.member m JOIN chat.conversation c ON c.org = m.org AND c.id = m.conversation
    WHERE m.org = ${ctx.org} AND m.conversation = ${conversation} AND m.person = ${person}`
  return row
}

export const lockConversation = (ctx: BaseContext, conversation: string): Promise<unknown> =>
  ctx.sql`SELECT 1 FROM chat.conversation WHERE org = ${ctx.org} AND id = ${conversation} FOR UPDATE`

/** Only people are members: anybody else is looked for under an id that nobody has. */
export const personOf = ({ kind, id }: Actor): string => (kind === 'person' ? id : EVERYBODY)

export const streamOf = (conversation: string): string => `chat.conversation:${conversation}`
export const personStream = (person: string): string => `person:${person}`

export const noConversation = () =>
  fail(
    'notFound',
    'There is no such conversation, or you are not in it.',
    'Ask a member to add you.',
  )

/** Owner and admins steer a group; in a direct conversation both do. */
export function requireAdmin(seat: Seat): void {
  if (seat.kind === 'group' && seat.role === 'member') {
    throw fail(
      'forbidden',
      'Only the owner and admins of the group may do this.',
      'Ask one of them.',
    )
  }
}
export function requireGroup(seat: Seat): void {
  if (seat.kind !== 'group') {
    throw fail('conflict', 'This is a conversation of two.', 'Create a group for more people.')
  }
}
