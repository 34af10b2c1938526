import type pg from 'pg'
import type { Listener, Told } from './load.ts'

/** Holds what clients were told against what the database has; answers every difference in words. */
export async function differences(owner: pg.Client, told: Told): Promise<string[]> {
  return [
    ...told.strange.slice(0, 5),
    ...(await messages(owner, told)),
    ...(await sequences(owner)),
    ...(await decisions(owner, told)),
  ]
}

async function messages(owner: pg.Client, told: Told): Promise<string[]> {
  const { rows } = await owner.query<{
    id: string
    text: string
    seq: string
    conversation: string
  }>(`SELECT id, text, seq, conversation FROM chat.message WHERE kind = 'text'`)
  const byText = Map.groupBy(rows, ({ text }) => text)
  const wrong: string[] = []
  for (const [text, { id, seq, conversation }] of told.sent) {
    const found = byText.get(text) ?? []
    if (found.length !== 1) wrong.push(`acknowledged ${text} is there ${found.length} times`)
    else if (
      found[0]!.id !== id ||
      Number(found[0]!.seq) !== seq ||
      found[0]!.conversation !== conversation
    )
      wrong.push(`acknowledged ${text} as ${id} ${seq}, stored as ${found[0]!.id} ${found[0]!.seq}`)
  }
  for (const text of told.unanswered)
    if ((byText.get(text)?.length ?? 0) > 1) wrong.push(`unanswered ${text} is there twice`)
  return wrong.slice(0, 10)
}

/** Numbers of messages in a conversation, and of events in every stream: from 1, without holes or repeats. */
async function sequences(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ what: string }>(`
    SELECT 'conversation ' || c.id || ' says ' || c.last_seq || ', has ' || count(m.seq) || ' up to ' || coalesce(max(m.seq), 0) AS what
    FROM chat.conversation c LEFT JOIN chat.message m ON m.org = c.org AND m.conversation = c.id
    GROUP BY c.org, c.id, c.last_seq HAVING c.last_seq <> count(m.seq) OR c.last_seq <> coalesce(max(m.seq), 0) OR count(m.seq) <> count(DISTINCT m.seq)
    UNION ALL
    SELECT 'stream ' || s.id || ' says ' || s.seq || ', has ' || count(e.seq) || ' up to ' || coalesce(max(e.seq), 0)
    FROM kernel.stream s LEFT JOIN kernel.event e ON e.org = s.org AND e.stream = s.id
    GROUP BY s.org, s.id, s.seq HAVING s.seq <> count(e.seq) OR s.seq <> coalesce(max(e.seq), 0) OR count(e.seq) <> count(DISTINCT e.seq)
    UNION ALL
    SELECT 'message ' || m.id || ' has ' || count(e.id) || ' events' FROM chat.message m
    LEFT JOIN kernel.event e ON e.org = m.org AND e.stream = 'chat.conversation:' || m.conversation AND e.type = 'chat.message.sent' AND e.payload -> 'message' ->> 'id' = m.id::text
    GROUP BY m.org, m.id HAVING count(e.id) <> 1`)
  return rows.map(({ what }) => what).slice(0, 10)
}

/** A decision is one event and one status, and every answer that said “done” agrees with it. */
async function decisions(owner: pg.Client, told: Told): Promise<string[]> {
  const { rows } = await owner.query<{ id: string; status: string; times: string }>(`
    SELECT r.id, r.status, count(e.id) AS times FROM approval.request r
    LEFT JOIN kernel.event e ON e.org = r.org AND e.type IN ('approval.request.approved', 'approval.request.rejected') AND e.payload ->> 'request' = r.id::text
    GROUP BY r.org, r.id, r.status`)
  const status = new Map(rows.map((row) => [row.id, row.status]))
  const twice = rows
    .filter((row) => Number(row.times) !== (['approved', 'rejected'].includes(row.status) ? 1 : 0))
    .map((row) => `request ${row.id} is ${row.status} by ${row.times} decisions`)
  const lied = [...told.decided].filter(
    ([request, answers]) =>
      answers.length > 1 || (answers[0] !== undefined && status.get(request) !== answers[0]),
  )
  return [
    ...twice,
    ...lied.map(
      ([request, answers]) =>
        `request ${request} is ${status.get(request)}, answered ${answers.join(' and ')}`,
    ),
  ].slice(0, 10)
}

/** Whoever listened through everything heard each message of the conversation once, in order. */
export async function misheard(
  owner: pg.Client,
  conversation: string,
  { heard, faults }: Listener,
): Promise<string[]> {
  const { rows } = await owner.query<{ seq: string; text: string }>(
    `SELECT seq, payload -> 'message' ->> 'text' AS text FROM kernel.event WHERE stream = $1 AND type = 'chat.message.sent' AND seq >= $2 AND seq <= $3 ORDER BY seq`,
    [`chat.conversation:${conversation}`, heard[0]?.seq ?? 0, heard.at(-1)?.seq ?? 0],
  )
  const wrong = rows.filter(
    (row, index) => heard[index]?.text !== row.text || heard[index]?.seq !== Number(row.seq),
  )
  return [
    ...faults.slice(0, 5),
    ...(heard.length === rows.length ? [] : [`heard ${heard.length} of ${rows.length}`]),
    ...wrong.slice(0, 3).map((row) => `number ${row.seq} was heard otherwise`),
  ]
}
