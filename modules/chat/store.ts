import { rowsOf, writing, type BaseContext, type Writing } from '#kernel'
import { EVERYBODY, type Draft } from './draft.ts'
import type { Standing } from './standing.ts'

/** A draft with its numbers. */
export interface Placed {
  readonly draft: Draft
  /** The sender's; none when the system speaks. */
  readonly seat: string | undefined
  readonly seq: number
  readonly post: number
}

/** Sends what was decided on its way with COMMIT, in one statement; nobody waits for it. */
export function store(
  ctx: BaseContext,
  { conversations }: Standing,
  placed: readonly Placed[],
  now: string,
): void {
  const draft = writing(ctx.org)
  const parts = [
    numbers(draft, conversations, placed, now),
    cursors(draft, placed),
    mentions(draft, placed),
    replies(draft, placed),
  ].filter((part) => part !== undefined)
  const text = `WITH ${parts.map((part, index) => `p${index} AS (${part})`).join(', ')} ${messages(draft, placed, now)}`
  ctx.last(ctx.sql.prepared(text, draft.values))
}

function messages(draft: Writing, placed: readonly Placed[], now: string): string {
  const take = <V>(type: string, pick: (draft: Draft) => V | undefined) =>
    [type, placed.map((each) => pick(each.draft) ?? null)] as const
  const { from, at } = rowsOf(draft, 'i', {
    id: take('uuid', ({ id }) => id),
    conversation: take('uuid', ({ conversation }) => conversation),
    seq: ['bigint', placed.map(({ seq }) => seq)],
    post: ['bigint', placed.map(({ post }) => post)],
    kind: take('text', ({ kind }) => kind),
    sender: take('text', ({ person, thing }) => person ?? thing),
    text: take('text', ({ text }) => text),
    body: take('text', ({ body }) => body && JSON.stringify(body)),
    mentions: take('text', (each) => each.mentions && JSON.stringify(each.mentions)),
    mention_all: take('boolean', ({ mention_all }) => mention_all),
    reply_to: take('uuid', ({ reply_to }) => reply_to),
    thread: take('uuid', ({ thread }) => thread),
    client_id: take('text', ({ client_id }) => client_id),
  })
  const when = draft.bind(now, 'timestamptz')
  return `INSERT INTO chat.message (org, id, created_at, updated_at, conversation, seq, post_no, kind, sender, text, body, mentions, mention_all, reply_to, thread, client_id)
    SELECT $1::uuid, ${at.id}, ${when}, ${when}, ${at.conversation}, ${at.seq}, ${at.post}, ${at.kind}, ${at.sender}, ${at.text},
      ${at.body}::jsonb, ${at.mentions}::jsonb, ${at.mention_all}, ${at.reply_to}, ${at.thread}, ${at.client_id} ${from}`
}

function numbers(
  draft: Writing,
  conversations: Standing['conversations'],
  placed: readonly Placed[],
  now: string,
): string {
  const changed = [...new Set(placed.map((each) => each.draft.conversation))].toSorted()
  const take = (pick: 'last_seq' | 'posts') =>
    ['bigint', changed.map((id) => conversations.get(id)![pick])] as const
  const { from, at } = rowsOf(draft, 'x', {
    id: ['uuid', changed],
    seq: take('last_seq'),
    posts: take('posts'),
  })
  return `UPDATE chat.conversation c SET last_seq = ${at.seq}, posts = ${at.posts}, last_at = ${draft.bind(now, 'timestamptz')} ${from}
    WHERE c.org = $1 AND c.id = ${at.id}`
}

/** Who writes has read up to there. */
function cursors(draft: Writing, placed: readonly Placed[]): string | undefined {
  const last = new Map<string, Placed>()
  for (const each of placed) if (each.seat !== undefined) last.set(each.seat, each)
  if (last.size === 0) return undefined
  const seats = [...last.keys()].toSorted()
  const { from, at } = rowsOf(draft, 'x', {
    seat: ['uuid', seats],
    seq: ['bigint', seats.map((seat) => last.get(seat)!.seq)],
    posts: ['bigint', seats.map((seat) => last.get(seat)!.post)],
  })
  return `UPDATE chat.member m SET read_seq = ${at.seq}, read_posts = ${at.posts} ${from}
    WHERE m.org = $1 AND m.id = ${at.seat} AND m.read_seq < ${at.seq}`
}

function mentions(draft: Writing, placed: readonly Placed[]): string | undefined {
  const named = placed.flatMap(
    ({ draft: { conversation, person, mentions: people, mention_all }, seq }) =>
      [
        ...new Set([
          ...(people ?? []).map((id) => id.toLowerCase()),
          ...(mention_all ? [EVERYBODY] : []),
        ]),
      ]
        .filter((id) => id !== person)
        .map((id) => ({ conversation, person: id, seq })),
  )
  if (named.length === 0) return undefined
  const { from, at } = rowsOf(draft, 'a', {
    conversation: ['uuid', named.map(({ conversation }) => conversation)],
    person: ['uuid', named.map(({ person }) => person)],
    seq: ['bigint', named.map(({ seq }) => seq)],
  })
  return `INSERT INTO chat.mention (org, conversation, person, seq) SELECT $1::uuid, ${at.conversation}, ${at.person}, ${at.seq} ${from}`
}

/** How many answers stand in a thread is kept on its first message. */
function replies(draft: Writing, placed: readonly Placed[]): string | undefined {
  const counts = Map.groupBy(
    placed.filter((each) => each.draft.thread !== undefined),
    (each) => each.draft.thread!.toLowerCase(),
  )
  if (counts.size === 0) return undefined
  const heads = [...counts.keys()].toSorted()
  const { from, at } = rowsOf(draft, 'x', {
    id: ['uuid', heads],
    n: ['bigint', heads.map((head) => counts.get(head)!.length)],
  })
  return `UPDATE chat.message m SET replies = coalesce(m.replies, 0) + ${at.n} ${from} WHERE m.org = $1 AND m.id = ${at.id}`
}
