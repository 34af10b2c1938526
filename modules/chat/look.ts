import { type BaseContext } from '#kernel'
import { EVERYBODY } from './draft.ts'
import { present, shapeConversation, type Row } from './shape.ts'
import type { ConversationView, MemberView, NamedPerson } from './views.ts'

/**
 * Conversations as their members see them, with last message, unread and mention counts: one query,
 * whatever the number. The cursor arithmetic needs no row per message and reader, and what needs a
 * look elsewhere is a subquery of the answer, so PostgreSQL asks it for the page only.
 */
const CONVERSATION = `
  SELECT c.id, c.created_at, c.kind, c.name, c.avatar, c.owner, c.notice, c.notice_by, c.notice_at, c.may_mention_all, c.may_add,
    c.may_pin, c.may_send, c.history_hidden, c.members, c.last_seq, c.posts, c.last_at,
    m.role, m.joined_seq, m.read_seq, m.read_posts, m.muted, m.top_at, m.hidden_seq, m.person AS viewer,
    (SELECT jsonb_strip_nulls(jsonb_build_object('id', d.id, 'name', d.name, 'avatar', d.avatar)) FROM chat.member o JOIN directory.person d ON d.org = o.org AND d.id = o.person
      WHERE c.kind = 'direct' AND o.org = c.org AND o.conversation = c.id AND o.person <> m.person LIMIT 1) AS peer, greatest(c.posts - m.read_posts, 0) AS unread,
    (SELECT count(DISTINCT x.seq) FROM chat.mention x WHERE x.org = m.org AND x.conversation = m.conversation
      AND x.person IN (m.person, '${EVERYBODY}') AND x.seq > m.read_seq) AS mentions,
    (SELECT jsonb_build_object('id', l.id, 'seq', l.seq, 'kind', l.kind, 'sender', l.sender, 'sender_name', coalesce(s.name, l.body->'speaker'->>'name'), 'text', left(l.text, 200),
        'system', l.body->'system', 'recalled', CASE WHEN l.recalled_at IS NOT NULL THEN true END, 'created_at', l.created_at)
      FROM chat.message l LEFT JOIN directory.person s ON s.org = l.org AND s.id = l.sender::uuid
      WHERE l.org = c.org AND l.conversation = c.id AND l.seq = c.last_seq AND (NOT c.history_hidden OR l.seq > m.joined_seq)) AS last_message
  FROM chat.member m JOIN chat.conversation c ON c.org = m.org AND c.id = m.conversation`

export interface Position {
  readonly top: boolean
  readonly last_at: string
  readonly id: string
}

/** One person's list, kept on top first, then newest first, after a position. */
export async function conversationsOf(
  ctx: BaseContext,
  person: string,
  options: { limit: number; after?: Position | undefined },
): Promise<ConversationView[]> {
  const { limit, after } = options
  const rows = await ctx.sql.text<Row>(
    `${CONVERSATION}
    WHERE m.org = $1 AND m.person = $2 AND (m.hidden_seq IS NULL OR c.last_seq > m.hidden_seq)
      AND ($4::boolean IS NULL OR (m.top_at IS NOT NULL, c.last_at, c.id) < ($4::boolean, $5::timestamptz, $6::uuid))
    ORDER BY (m.top_at IS NOT NULL) DESC, c.last_at DESC, c.id DESC LIMIT $3`,
    [ctx.org, person, limit, after?.top ?? null, after?.last_at ?? null, after?.id ?? null],
    'chat.conversations',
  )
  return rows.map(viewed)
}

/** One conversation as each of these people sees it; those who are no members are left out. */
export async function conversationFor(
  ctx: BaseContext,
  conversation: string,
  people: readonly string[],
): Promise<Map<string, ConversationView>> {
  const rows = await ctx.sql.text<Row & { viewer: string }>(
    `${CONVERSATION} WHERE m.org = $1 AND m.conversation = $2 AND m.person = ANY($3::uuid[])`,
    [ctx.org, conversation, people],
    'chat.conversation',
  )
  return new Map(rows.map((row) => [row.viewer, viewed(row)]))
}

/** Conversations whose name, or whose other person's name, holds these letters (or pinyin). */
export async function conversationsNamed(
  ctx: BaseContext,
  person: string,
  pattern: string,
  limit: number,
): Promise<ConversationView[]> {
  const rows = await ctx.sql.text<Row>(
    `${CONVERSATION} WHERE m.org = $1 AND m.person = $2
      AND (c.name ILIKE $3 OR c.pinyin ILIKE $3 OR (c.kind = 'direct' AND EXISTS (
        SELECT 1 FROM chat.member o JOIN directory.person d ON d.org = o.org AND d.id = o.person
        WHERE o.org = c.org AND o.conversation = c.id AND o.person <> m.person AND (d.name ILIKE $3 OR d.pinyin ILIKE $3))))
    ORDER BY c.last_at DESC, c.id DESC LIMIT $4`,
    [ctx.org, person, pattern, limit],
    'chat.conversations_named',
  )
  return rows.map(viewed)
}

const viewed = (row: Row): ConversationView => {
  const { viewer: _viewer, ...rest } = row
  return shapeConversation(rest)
}

const MEMBER = `
  SELECT m.person, coalesce(d.name, '') AS name, m.role, m.joined_seq, m.read_seq
  FROM chat.member m LEFT JOIN directory.person d ON d.org = m.org AND d.id = m.person`

export async function membersOf(
  ctx: BaseContext,
  conversation: string,
  people: readonly string[],
): Promise<MemberView[]> {
  return ctx.sql.text<MemberView>(
    `${MEMBER} WHERE m.org = $1 AND m.conversation = $2 AND m.person = ANY($3::uuid[]) ORDER BY m.id`,
    [ctx.org, conversation, people],
    'chat.members_named',
  )
}

/** Members in the order they came, after a member id. */
export async function memberPage(
  ctx: BaseContext,
  conversation: string,
  limit: number,
  after?: string,
): Promise<(MemberView & { id: string })[]> {
  return ctx.sql.text<MemberView & { id: string }>(
    `${MEMBER.replace('SELECT', 'SELECT m.id,')} WHERE m.org = $1 AND m.conversation = $2 AND ($4::uuid IS NULL OR m.id > $4::uuid) ORDER BY m.id LIMIT $3`,
    [ctx.org, conversation, limit, after ?? null],
    'chat.members',
  )
}

/** Names of people that messages speak of; ids of apps and modules have none. */
export async function named(
  ctx: BaseContext,
  ids: Iterable<string | undefined>,
): Promise<NamedPerson[]> {
  const wanted = [
    ...new Set([...ids].filter((id): id is string => id !== undefined && UUID.test(id))),
  ]
  if (wanted.length === 0) return []
  const rows = await ctx.sql<Row>`
    SELECT id, name, avatar FROM directory.person WHERE org = ${ctx.org} AND id = ANY(${wanted}::uuid[]) ORDER BY id`
  return rows.map((row) => present(row) as unknown as NamedPerson)
}
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Which of these are colleagues that can be talked to. */
export async function colleagues(ctx: BaseContext, ids: readonly string[]): Promise<NamedPerson[]> {
  const rows = await ctx.sql<Row>`
    SELECT id, name, avatar FROM directory.person
    WHERE org = ${ctx.org} AND id = ANY(${ids}::uuid[]) AND status <> 'left' ORDER BY id`
  return rows.map((row) => present(row) as unknown as NamedPerson)
}
