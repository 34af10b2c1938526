import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { listConversations } from './actions/conversation.list.ts'
import { listMessages } from './actions/message.list.ts'
import { readConversation } from './actions/conversation.read.ts'
import { searchMessages } from './actions/message.search.ts'
import { sendMessage } from './actions/message.send.ts'

/**
 * With many conversations and messages, what chat asks all day touches few of them: counted by
 * PostgreSQL itself, as the app's role and under row-level security.
 */
test('hot statements read by index only what they answer', async () => {
  await using as = await tenon()
  const conversation = as.world.ids['chat.conversation.procurement']!
  const { org } = as.wang!.actor
  await as.owner(async (client) => {
    await client.query(
      `WITH c AS (INSERT INTO chat.conversation (org, id, kind, name, members, last_seq, posts) SELECT $1, gen_random_uuid(), 'group', 'c' || n, 1, 40, 40 FROM generate_series(1, 300) n RETURNING id),
       m AS (INSERT INTO chat.member (org, id, conversation, person, role) SELECT $1, gen_random_uuid(), c.id, gen_random_uuid(), 'owner' FROM c),
       t AS (INSERT INTO chat.message (org, id, conversation, seq, post_no, kind, sender, text) SELECT $1, gen_random_uuid(), c.id, n, n, 'text', NULL, 'filler ' || n FROM c, generate_series(1, 40) n RETURNING id, conversation, seq)
       INSERT INTO chat.word (org, message, conversation, seq, words) SELECT $1, id, conversation, seq, array_to_tsvector(ARRAY['filler', 'n' || seq]) FROM t`,
      [org],
    )
    await client.query(
      `INSERT INTO chat.progress (org, upto) VALUES ($1, 'ffffffff-ffff-ffff-ffff-ffffffffffff') ON CONFLICT (org) DO UPDATE SET upto = excluded.upto`,
      [org],
    )
    await client.query('VACUUM ANALYZE chat.conversation')
    for (const table of ['member', 'message', 'word', 'mention'])
      await client.query(`VACUUM ANALYZE chat.${table}`)
  })
  const scanned = async () => {
    const rows = await as.owner(async (client) => {
      // Backends report their counts at the end of a transaction, at most once a second unless asked.
      await client.query('SELECT pg_stat_clear_snapshot()')
      return (
        await client.query<{ relname: string; n: string }>(
          `SELECT relname, seq_tup_read AS n FROM pg_stat_user_tables WHERE schemaname = 'chat'`,
        )
      ).rows
    })
    return new Map(rows.map(({ relname, n }) => [relname, Number(n)]))
  }
  const work = async () => {
    const { seq } = await as.wang!.call(sendMessage, { conversation, text: '看得快' })
    await as.bo!.call(listConversations, {})
    await as.bo!.call(listMessages, { conversation })
    await as.bo!.call(readConversation, { conversation, seq })
    await as.bo!.call(searchMessages, { text: 'n17' })
  }
  // Ten times, so that PostgreSQL has settled on its plans for prepared statements.
  for (let time = 0; time < 10; time++) await work()
  await settled(as.kernel)
  const before = await scanned()
  for (let time = 0; time < 5; time++) await work()
  await settled(as.kernel)
  const after = await scanned()
  const grown = [...after]
    .map(([table, n]) => [table, n - before.get(table)!] as const)
    .filter(([, n]) => n > 5000)
  assert.deepEqual(grown, [])
})

/** Every pooled connection hands in its counts. */
async function settled({
  database,
}: {
  database: { system: { text(sql: string, values: unknown[]): Promise<unknown> } }
}): Promise<void> {
  await Promise.all(
    Array.from({ length: 24 }, () => database.system.text('SELECT pg_stat_force_next_flush()', [])),
  )
}
