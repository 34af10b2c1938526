import { fail, type BaseContext, type Context, type EventType } from '#kernel'
import {
  conversationAdded,
  conversationRemoved,
  memberJoined,
  memberLeft,
  type messageSent,
} from './events.ts'
import { GROUP_MAX } from './limits.ts'
import { colleagues, conversationFor, membersOf } from './look.ts'
import { announce } from './say.ts'
import { personStream, streamOf } from './seat.ts'

type Seating = Context<
  {},
  readonly [typeof messageSent, typeof memberJoined, typeof conversationAdded, ...EventType[]]
>
type Unseating = Context<
  {},
  readonly [typeof messageSent, typeof memberLeft, typeof conversationRemoved, ...EventType[]]
>
type Dismissing = Context<
  {},
  readonly [typeof memberLeft, typeof conversationRemoved, ...EventType[]]
>

/** A system message names so many people; the rest are counted by who looks. */
export const NAMED_MAX = 50

/** Refuses ids that are nobody here, by name of the first. */
export async function requireColleagues(
  ctx: BaseContext,
  people: readonly string[],
): Promise<void> {
  const found = new Set((await colleagues(ctx, people)).map(({ id }) => id))
  const missing = people.find((id) => !found.has(id))
  if (missing)
    throw fail('notFound', 'There is no such colleague.', 'Choose people of your organisation.', {
      person: missing,
    })
}

/** Rows of new members; those already there are left as they are. Answers who is new. The conversation is locked. */
export async function insertMembers(
  ctx: BaseContext,
  conversation: string,
  people: readonly { person: string; role: 'owner' | 'admin' | 'member' }[],
): Promise<string[]> {
  const rows = await ctx.sql<{ person: string }>`
    INSERT INTO chat.member (org, id, conversation, person, role, joined_seq, read_seq, read_posts)
    SELECT c.org, i.id, c.id, i.person, i.role, c.last_seq, c.last_seq, c.posts
    FROM unnest(${people.map(() => ctx.id())}::uuid[], ${people.map(({ person }) => person)}::uuid[], ${people.map(({ role }) => role)}::text[]) AS i(id, person, role)
    JOIN chat.conversation c ON c.org = ${ctx.org} AND c.id = ${conversation}
    ON CONFLICT (org, conversation, person) DO NOTHING RETURNING person`
  const [count] = await ctx.sql<{ members: number }>`
    UPDATE chat.conversation SET members = members + ${rows.length} WHERE org = ${ctx.org} AND id = ${conversation} RETURNING members`
  if (count!.members > GROUP_MAX) {
    throw fail('conflict', `A group has at most ${GROUP_MAX} members.`, 'Split the group.')
  }
  return rows.map(({ person }) => person)
}

/** Tells the conversation who came, and each of them that he is in. */
export async function welcome(
  ctx: Seating,
  conversation: string,
  people: readonly string[],
): Promise<void> {
  const members = await membersOf(ctx, conversation, people)
  ctx.emit(
    memberJoined,
    { conversation, members, by: ctx.actor.id },
    { stream: streamOf(conversation), subject: conversation },
  )
  const views = await conversationFor(ctx, conversation, people)
  for (const [person, { last: _last, ...view }] of views) {
    // Without the last message: what is recalled must not live on in somebody's stream.
    ctx.emit(
      conversationAdded,
      { conversation: view },
      { stream: personStream(person), subject: conversation },
    )
  }
}

/** Takes people out of a group that goes on, and lets it say so. The conversation is locked. */
export function unseat(
  ctx: Unseating,
  conversation: string,
  people: readonly string[],
  code: 'removed' | 'left',
): Promise<string[]> {
  return dismiss(ctx, conversation, people, (left) => {
    const told = left.slice(0, NAMED_MAX)
    const by = code === 'removed' ? { by: ctx.actor.id } : {}
    return announce(ctx, conversation, { code, ...by, people: told })
  })
}

/** Takes seats away and tells everybody concerned. Answers who was really there. */
export async function dismiss(
  ctx: Dismissing,
  conversation: string,
  people: readonly string[],
  announcing: (left: readonly string[]) => Promise<void> = () => Promise.resolve(),
): Promise<string[]> {
  const gone = await ctx.sql<{ person: string }>`
    DELETE FROM chat.member WHERE org = ${ctx.org} AND conversation = ${conversation} AND person = ANY(${people}::uuid[]) RETURNING person`
  if (gone.length === 0) return []
  const left = gone.map(({ person }) => person)
  await ctx.sql`UPDATE chat.conversation SET members = members - ${left.length} WHERE org = ${ctx.org} AND id = ${conversation}`
  await ctx.sql`DELETE FROM chat.mention WHERE org = ${ctx.org} AND conversation = ${conversation} AND person = ANY(${left}::uuid[])`
  await announcing(left)
  // Last, so that the leavers' copies see everything up to their going and nothing after it.
  const payload = { conversation, people: left, by: ctx.actor.id }
  ctx.emit(memberLeft, payload, { stream: streamOf(conversation), subject: conversation })
  for (const person of left) {
    const place = { stream: personStream(person), subject: conversation }
    ctx.emit(conversationRemoved, { conversation }, place)
  }
  return left
}

/** A group is never without an owner: the admin, else the member, who has been there longest. */
export async function heir(ctx: BaseContext, conversation: string): Promise<string | undefined> {
  const [row] = await ctx.sql<{ person: string }>`
    SELECT person FROM chat.member WHERE org = ${ctx.org} AND conversation = ${conversation} AND role <> 'owner'
    ORDER BY role = 'admin' DESC, id LIMIT 1`
  return row?.person
}
