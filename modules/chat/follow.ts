import type { Context } from '#kernel'
import { sendNotice } from '#modules/notify'
import { idAt } from './forget.ts'
import { EVERYBODY } from './draft.ts'
import { wordsOf } from './words.ts'
import type { MessageView } from './views.ts'

/** Messages per transaction: well below a second of work. */
const BATCH = 500
/** A mention of everybody in a larger group is a badge, not a thousand notices. */
const EVERYBODY_MAX = 1000

interface Fresh {
  readonly id: string
  readonly conversation: string
  readonly seq: number
  readonly kind: MessageView['kind']
  readonly text: string
  readonly body: MessageView['body'] | null
  readonly recalled: boolean
  readonly sender: string | null
  readonly sender_name: string | null
  readonly direct: boolean
  readonly name: string | null
  readonly members: number
}

/**
 * Takes the next messages in the order of their ids and does once for each what need not be done while
 * it is sent. The organisation's row is locked, so that of several servers only one does it.
 */
export async function settle(
  ctx: Context,
  restMs: number,
): Promise<{ followed: number; more: boolean }> {
  await ctx.sql`INSERT INTO chat.progress (org, upto) VALUES (${ctx.org}, ${EVERYBODY}) ON CONFLICT DO NOTHING`
  const [progress] = await ctx.sql<{
    upto: string
  }>`SELECT upto FROM chat.progress WHERE org = ${ctx.org} FOR UPDATE SKIP LOCKED`
  if (!progress) return { followed: 0, more: false }
  const fresh = await ctx.sql<Fresh>`
    SELECT m.id, m.conversation, m.seq, m.kind, m.text, m.body, m.recalled_at IS NOT NULL AS recalled, m.sender, d.name AS sender_name,
      c.kind = 'direct' AS direct, c.name, c.members
    FROM chat.message m JOIN chat.conversation c ON c.org = m.org AND c.id = m.conversation
    LEFT JOIN directory.person d ON d.org = m.org AND d.id = m.sender::uuid
    WHERE m.org = ${ctx.org} AND m.id > ${progress.upto} AND m.id < ${idAt(ctx.now.getTime() - restMs + 1)}::uuid ORDER BY m.id LIMIT ${BATCH}`
  const upto = fresh.at(-1)?.id
  if (!upto) return { followed: 0, more: false }
  const said = fresh.filter(({ kind, recalled }) => kind !== 'system' && !recalled)
  await index(ctx, said)
  await tellMentioned(ctx, said)
  await tellDirect(ctx, said)
  await ctx.sql`UPDATE chat.progress SET upto = ${upto} WHERE org = ${ctx.org}`
  return { followed: fresh.length, more: fresh.length === BATCH }
}

async function index(ctx: Context, messages: readonly Fresh[]): Promise<void> {
  const rows = messages
    .map((message) => ({ ...message, words: wordsOf(textOf(message)).join(' ') }))
    .filter(({ words }) => words)
  if (rows.length === 0) return
  await ctx.sql`
    INSERT INTO chat.word (org, message, conversation, seq, words)
    SELECT ${ctx.org}::uuid, w.message, w.conversation, w.seq, array_to_tsvector(string_to_array(w.words, ' '))
    FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ conversation }) => conversation)}::uuid[], ${rows.map(({ seq }) => seq)}::bigint[],
      ${rows.map(({ words }) => words)}::text[]) AS w(message, conversation, seq, words)
    ON CONFLICT (org, message) DO NOTHING`
}

const textOf = ({ text, body }: Fresh): string =>
  [text, body?.file?.name, ...(body?.combined?.items ?? []).map((item) => item.text)]
    .filter(Boolean)
    .join('\n')

/**
 * Whoever is named hears of it even in a muted conversation, unless he has read it by now. A notice
 * says who and where but not what: the words can still be recalled, a notice cannot.
 */
async function tellMentioned(ctx: Context, messages: readonly Fresh[]): Promise<void> {
  const rows = await ctx.sql<{ id: string; person: string }>`
    SELECT DISTINCT i.id, b.person FROM unnest(${messages.map(({ id }) => id)}::uuid[], ${messages.map(({ conversation }) => conversation)}::uuid[],
      ${messages.map(({ seq }) => seq)}::bigint[], ${messages.map(({ sender }) => sender)}::text[], ${messages.map(({ members }) => members)}::bigint[])
      AS i(id, conversation, seq, sender, members)
    JOIN chat.mention x ON x.org = ${ctx.org} AND x.conversation = i.conversation AND x.seq = i.seq
    JOIN chat.member b ON b.org = ${ctx.org} AND b.conversation = i.conversation
      AND (b.person = x.person OR (x.person = ${EVERYBODY} AND NOT b.muted AND i.members <= ${EVERYBODY_MAX}))
    WHERE b.read_seq < i.seq AND b.person::text IS DISTINCT FROM i.sender`
  const people = Map.groupBy(rows, ({ id }) => id)
  for (const message of messages) {
    const named = people.get(message.id)
    if (!named) continue
    const who = message.sender_name ?? ''
    const where = message.name ?? ''
    await ctx.call(sendNotice, {
      people: named.map(({ person }) => person),
      kind: 'chat.message.mentioned',
      title: message.direct
        ? { en: `${who} mentioned you`, zh: `${who} 提到了你` }
        : { en: `${who} mentioned you in ${where}`, zh: `${who} 在“${where}”提到了你` },
      link: linkTo(message),
    })
  }
}

/** One notice when a direct conversation turns unread, not one for each message that follows. */
async function tellDirect(ctx: Context, messages: readonly Fresh[]): Promise<void> {
  const firsts = new Map<string, Fresh>()
  for (const message of messages) {
    const key = `${message.conversation} ${message.sender}`
    if (message.direct && !firsts.has(key)) firsts.set(key, message)
  }
  const list = [...firsts.values()]
  if (list.length === 0) return
  const rows = await ctx.sql<{ id: string; person: string }>`
    SELECT i.id, b.person FROM unnest(${list.map(({ id }) => id)}::uuid[], ${list.map(({ conversation }) => conversation)}::uuid[],
      ${list.map(({ seq }) => seq)}::bigint[], ${list.map(({ sender }) => sender)}::text[]) AS i(id, conversation, seq, sender)
    JOIN chat.member b ON b.org = ${ctx.org} AND b.conversation = i.conversation
    WHERE b.read_seq = i.seq - 1 AND NOT b.muted AND b.person::text IS DISTINCT FROM i.sender
      AND NOT EXISTS (SELECT 1 FROM chat.mention x WHERE x.org = ${ctx.org} AND x.conversation = i.conversation AND x.person = b.person AND x.seq = i.seq)`
  for (const { id, person } of rows) {
    const message = list.find((each) => each.id === id)!
    const who = message.sender_name ?? ''
    await ctx.call(sendNotice, {
      people: [person],
      kind: 'chat.message.direct',
      title: { en: `${who} sent you a message`, zh: `${who} 给你发来消息` },
      link: linkTo(message),
    })
  }
}

const linkTo = ({ conversation, seq }: Fresh): string => `/messages/${conversation}?at=${seq}`
