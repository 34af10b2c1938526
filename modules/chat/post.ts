import type { BaseContext } from '#kernel'
import { present } from './shape.ts'
import type { MessageView } from './views.ts'

/** A message about to be written. */
export interface Draft {
  readonly id: string
  readonly conversation: string
  readonly kind: MessageView['kind']
  /** A person writes by his membership; without one, the caller has checked everything (the system). */
  readonly person?: string | undefined
  readonly text: string
  readonly body?: MessageView['body'] | undefined
  readonly mentions?: readonly string[] | undefined
  readonly mention_all?: boolean | undefined
  readonly reply_to?: string | undefined
  readonly thread?: string | undefined
  readonly client_id?: string | undefined
}
export type Refusal = 'notFound' | 'adminsOnly' | 'mentionAllAdmins' | 'noReply' | 'noThread'
export type Posted =
  | { readonly refusal: Refusal }
  | { readonly refusal?: undefined; readonly message: MessageView }

/** Stands for everybody in `chat.mention`; nobody has this id. */
export const EVERYBODY = '00000000-0000-0000-0000-000000000000'

/**
 * Writes any number of messages in two statements sent together: the conversations are locked in the
 * order of their ids, then rights, numbers, rows, mentions and the senders' own cursors follow from
 * what is true under those locks. Numbers have neither holes nor repeats: a refused draft takes none.
 * Every table is reached by whole keys (arrays, lateral and scalar subqueries), so that a plan made
 * while the tables were small still holds when they are not.
 */
export async function post(ctx: BaseContext, drafts: readonly Draft[]): Promise<Posted[]> {
  const now = ctx.now.toISOString()
  const take = <V>(pick: (draft: Draft) => V | undefined): (V | null)[] =>
    drafts.map((draft) => pick(draft) ?? null)
  const conversations = take((draft) => draft.conversation)
  const locked = ctx.sql`
    SELECT id FROM chat.conversation WHERE org = ${ctx.org} AND id = ANY(${conversations}::uuid[]) ORDER BY id FOR UPDATE`
  const written = ctx.sql<{ refusal: Refusal | null; seq: number | null }>`
    WITH i AS (
      SELECT * FROM unnest(${take((draft) => draft.id)}::uuid[], ${conversations}::uuid[], ${take((draft) => draft.person)}::uuid[],
        ${take((draft) => draft.kind)}::text[], ${take((draft) => draft.text)}::text[],
        ${take((draft) => draft.body && JSON.stringify(draft.body))}::text[], ${take((draft) => draft.mentions && JSON.stringify(draft.mentions))}::text[],
        ${take((draft) => draft.mention_all)}::boolean[], ${take((draft) => draft.reply_to)}::uuid[], ${take((draft) => draft.thread)}::uuid[],
        ${take((draft) => draft.client_id)}::text[])
        WITH ORDINALITY AS i(id, conversation, person, kind, text, body, mentions, mention_all, reply_to, thread, client_id, n)
    ), j AS (
      SELECT i.*, m.id AS seat, CASE
        WHEN c.id IS NULL OR (i.person IS NOT NULL AND m.id IS NULL) THEN 'notFound'
        WHEN c.may_send = 'admins' AND m.role = 'member' THEN 'adminsOnly'
        WHEN i.mention_all AND c.may_mention_all = 'admins' AND m.role = 'member' THEN 'mentionAllAdmins'
        WHEN i.reply_to IS NOT NULL AND i.conversation IS DISTINCT FROM
          (SELECT r.conversation FROM chat.message r WHERE r.org = ${ctx.org} AND r.id = i.reply_to) THEN 'noReply'
        WHEN i.thread IS NOT NULL AND i.conversation IS DISTINCT FROM
          (SELECT t.conversation FROM chat.message t WHERE t.org = ${ctx.org} AND t.id = i.thread AND t.thread IS NULL AND t.kind <> 'system') THEN 'noThread' END AS refusal
      FROM i LEFT JOIN chat.conversation c ON c.org = ${ctx.org} AND c.id = i.conversation AND c.id = ANY(${conversations}::uuid[])
      LEFT JOIN LATERAL (SELECT b.id, b.role FROM chat.member b
        WHERE b.org = ${ctx.org} AND b.conversation = i.conversation AND b.person = i.person OFFSET 0) m ON true
    ), s AS (
      SELECT j.*, row_number() OVER w AS k, sum((kind <> 'system')::int) OVER w AS p
      FROM j WHERE refusal IS NULL WINDOW w AS (PARTITION BY conversation ORDER BY n)
    ), b AS (
      UPDATE chat.conversation c SET last_seq = c.last_seq + x.n, posts = c.posts + x.p, last_at = ${now}::timestamptz
      FROM (SELECT conversation, max(k) AS n, max(p) AS p FROM s GROUP BY conversation) x
      WHERE c.org = ${ctx.org} AND c.id = ANY(${conversations}::uuid[]) AND c.id = x.conversation
      RETURNING c.id, c.last_seq - x.n AS seq, c.posts - x.p AS posts
    ), rows AS (
      INSERT INTO chat.message (org, id, created_at, updated_at, conversation, seq, post_no, kind, sender, text, body, mentions, mention_all, reply_to, thread, client_id)
      SELECT ${ctx.org}::uuid, s.id, ${now}::timestamptz, ${now}::timestamptz, s.conversation, b.seq + s.k, b.posts + s.p, s.kind, s.person::text, s.text,
        s.body::jsonb, s.mentions::jsonb, s.mention_all, s.reply_to, s.thread, s.client_id
      FROM s JOIN b ON b.id = s.conversation
    ), own AS (
      UPDATE chat.member m SET read_seq = x.seq, read_posts = x.posts
      FROM (SELECT s.seat, max(b.seq + s.k) AS seq, max(b.posts + s.p) AS posts FROM s JOIN b ON b.id = s.conversation GROUP BY s.seat) x
      WHERE m.org = ${ctx.org} AND m.id = ANY(ARRAY(SELECT seat FROM s ORDER BY seat)) AND m.id = x.seat AND m.read_seq < x.seq
    ), named AS (
      INSERT INTO chat.mention (org, conversation, person, seq)
      SELECT ${ctx.org}::uuid, s.conversation, a.person, b.seq + s.k FROM s JOIN b ON b.id = s.conversation,
        LATERAL (SELECT value::uuid AS person FROM jsonb_array_elements_text(s.mentions::jsonb) UNION SELECT ${EVERYBODY}::uuid WHERE s.mention_all) a
      WHERE (s.mentions IS NOT NULL OR s.mention_all) AND a.person IS DISTINCT FROM s.person
    )
    SELECT j.refusal, b.seq + s.k AS seq FROM j LEFT JOIN s ON s.n = j.n LEFT JOIN b ON b.id = s.conversation ORDER BY j.n`
  const [, rows] = await Promise.all([locked, written])
  await countReplies(
    ctx,
    drafts.filter((_, index) => !rows[index]!.refusal),
  )
  return rows.map(({ refusal, seq }, index) =>
    refusal ? { refusal } : { message: viewOf(drafts[index]!, Number(seq), now) },
  )
}

async function countReplies(ctx: BaseContext, posted: readonly Draft[]): Promise<void> {
  const threads = posted.flatMap(({ thread }) => thread ?? []).toSorted()
  if (threads.length === 0) return
  await ctx.sql`
    UPDATE chat.message m SET replies = coalesce(m.replies, 0) + (SELECT count(*) FROM unnest(${threads}::uuid[]) AS thread WHERE thread = m.id)
    WHERE m.org = ${ctx.org} AND m.id = ANY(${threads}::uuid[])`
}

/** The same as a later fetch of the row answers. */
function viewOf(draft: Draft, seq: number, created_at: string): MessageView {
  const { person, ...rest } = draft
  return present({ ...rest, sender: person, seq, created_at }) as unknown as MessageView
}
