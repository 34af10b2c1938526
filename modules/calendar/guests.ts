import { invalid, ref, T, type Context, type Static } from '#kernel'
import { conversationName, listMembers } from '#modules/chat'
import { Department, GroupMember, Person } from '#modules/directory'
import { Contact } from '#modules/parties'
import { Room } from './entities.ts'

/** Exactly one of the first seven. Departments and groups are expanded now: later members are not invited. */
export const Guest = T.Object(
  {
    person: T.Optional(ref('directory.person', { title: 'Person' })),
    department: T.Optional(ref('directory.department', { title: 'Department and those below' })),
    group: T.Optional(ref('directory.group', { title: 'Group' })),
    conversation: T.Optional(ref('chat.conversation', { title: 'Conversation' })),
    room: T.Optional(ref('calendar.room', { title: 'Room' })),
    contact: T.Optional(ref('parties.contact', { title: 'External contact' })),
    email: T.Optional(T.String({ format: 'email', maxLength: 254, title: 'E-mail' })),
    name: T.Optional(T.String({ maxLength: 200, title: 'Name' })),
    optional: T.Optional(T.Boolean({ title: 'Optional' })),
  },
  { additionalProperties: false },
)
export type Guest = Static<typeof Guest>

export interface Invited {
  readonly kind: 'person' | 'room' | 'outside'
  readonly person?: string
  readonly room?: string
  readonly email?: string
  readonly name: string
  readonly via?: string
  readonly optional: boolean
  readonly response: 'none' | 'accepted'
}

export const guestErrors = {
  noGuest: invalid(
    'Somebody or something invited is not there, or not yours to see.',
    'Choose again from the list.',
  ),
  tooMany: invalid(
    'More people than one event holds.',
    'Invite at most 500, or announce it in a group.',
  ),
}
type Refuse = (code: keyof typeof guestErrors) => Error

/** What one invitation can tell in a few seconds; a company meeting is announced in its group. */
export const GUESTS_MAX = 500

/** Everybody meant, each once, under the name of today. */
export async function expand(
  ctx: Context,
  guests: readonly Guest[],
  refuse: Refuse,
): Promise<Invited[]> {
  const all = new Map<string, Invited>()
  const add = (one: Invited): void => {
    const key = one.person ?? one.room ?? one.email!.toLowerCase()
    const known = all.get(key)
    if (!known || (known.optional && !one.optional)) all.set(key, one)
  }
  const direct = guests.flatMap(({ person }) => person ?? [])
  for (const { id, name } of await peopleBy(ctx, { id: { in: direct } }, direct.length, refuse)) {
    const optional = guests.some((guest) => guest.person === id && guest.optional)
    add({ kind: 'person', person: id, name, optional, response: 'none' })
  }
  for (const guest of guests) {
    const { optional = false } = guest
    if (guest.person) continue
    if (guest.department || guest.group || guest.conversation) {
      const { name: via, people } = await together(ctx, guest, refuse)
      for (const { id, name } of people)
        add({ kind: 'person', person: id, name, via, optional, response: 'none' })
    } else if (guest.room) {
      const room = await ctx.records(Room).find(guest.room)
      if (room?.status !== 'open') throw refuse('noGuest')
      add({ kind: 'room', room: room.id, name: room.name, optional: false, response: 'accepted' })
    } else {
      const contact = guest.contact ? await ctx.records(Contact).find(guest.contact) : undefined
      const email = guest.email ?? contact?.email
      if (!email) throw refuse('noGuest')
      const name = guest.name ?? contact?.name ?? email
      add({ kind: 'outside', email: email.toLowerCase(), name, optional, response: 'none' })
    }
    if (all.size > GUESTS_MAX) throw refuse('tooMany')
  }
  return [...all.values()]
}

async function together(ctx: Context, guest: Guest, refuse: Refuse) {
  if (guest.department) {
    const { items } = await ctx.records(Department).list({ limit: 1000 })
    const top = items.find(({ id }) => id === guest.department)
    if (!top) throw refuse('noGuest')
    const below = items.filter(({ path }) => path.includes(top.id)).map(({ id }) => id)
    const people = await peopleBy(ctx, { department: { in: below }, status: 'active' }, 0, refuse)
    return { name: top.name, people }
  }
  const { name, ids } = guest.group
    ? await groupOf(ctx, guest.group)
    : await conversationOf(ctx, guest.conversation!)
  const people = await peopleBy(ctx, { id: { in: ids }, status: 'active' }, 0, refuse)
  return { name, people }
}

async function groupOf(ctx: Context, group: string) {
  const { items } = await ctx
    .records(GroupMember)
    .list({ where: { group }, limit: GUESTS_MAX + 1, expand: ['group'] })
  const [first] = items as unknown as { group$?: { name: string } }[]
  return { name: first?.group$?.name ?? '', ids: items.map(({ person }) => person) }
}

async function conversationOf(ctx: Context, conversation: string) {
  const { items } = await ctx.call(listMembers, { conversation, limit: GUESTS_MAX + 1 })
  const name = await conversationName(ctx, conversation)
  return { name: name ?? '', ids: items.map(({ person }) => person) }
}

async function peopleBy(ctx: Context, where: object, expected: number, refuse: Refuse) {
  if ('id' in where && (where as { id: { in: string[] } }).id.in.length === 0) return []
  const { items } = await ctx
    .records(Person)
    .list({ where: { and: [where, { status: { ne: 'left' } }] } as never, limit: GUESTS_MAX + 1 })
  if (items.length < expected) throw refuse('noGuest')
  if (items.length > GUESTS_MAX) throw refuse('tooMany')
  return items
}
