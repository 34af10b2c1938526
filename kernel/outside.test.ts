import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { defineAction, defineModule, T, type Actor } from './index.ts'
import { readMigrations } from './migrate.ts'
import { makeRegistry } from './registry.ts'
import { stage } from './testing.ts'

const note = defineAction({
  id: 'post.note.write',
  kind: 'command',
  effect: 'local',
  title: 'Write',
  description: 'Writes a line.',
  input: T.Object({ text: T.String() }),
  output: T.Object({ lines: T.Integer() }),
  silent: 'a test',
  scope: 'post.use',
  internal: true,
}).run(async ({ text }, ctx) => {
  await ctx.sql`INSERT INTO post.note (org, id, text) VALUES (${ctx.org}, ${ctx.id()}, ${text})`
  const [row] = await ctx.sql<{
    lines: number
  }>`SELECT count(*)::int AS lines FROM post.note WHERE org = ${ctx.org}`
  if (text === 'refused') throw new Error('not this')
  return { lines: row!.lines }
})
const ask = defineAction({
  id: 'post.world.ask',
  kind: 'command',
  effect: 'outside',
  title: 'Ask',
  description: 'Asks the world between two commands of its own.',
  input: T.Object({ texts: T.Array(T.String()) }),
  output: T.Object({ lines: T.Integer() }),
  silent: 'a test',
  scope: 'post.use',
}).run(async ({ texts }, ctx) => {
  let lines = 0
  for (const text of texts) ({ lines } = await ctx.callAsModule(note, { text }))
  return { lines }
})
const post = defineModule({
  id: 'post',
  title: 'Post',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: [],
  actions: [note, ask],
  scopes: { 'post.use': { title: 'Use', roles: ['member'] } },
})

test('what an outside action calls is a call of its own, committed and audited by itself', async () => {
  await using as = await stage({
    registry: makeRegistry([post]),
    migrations: [
      ...(await readMigrations('kernel', join(import.meta.dirname, 'migrations'))),
      {
        module: 'post',
        name: '0001_post.sql',
        hash: 'post1',
        text: `CREATE SCHEMA post; CREATE TABLE post.note (org uuid NOT NULL, id uuid NOT NULL, text text NOT NULL, PRIMARY KEY (org, id)); SELECT kernel.seal('post.note');`,
      },
    ],
  })
  const org = '0198aaaa-0000-7000-8000-000000000001'
  const lin: Actor = {
    kind: 'person',
    id: '0198bbbb-0000-7000-8000-000000000001',
    org,
    name: 'Lin',
    scopes: new Map([['post.use', 'all']]),
    departments: [],
    subtree: [],
    groups: [],
    roles: [],
  }
  const voice = as.of(lin)
  assert.deepEqual(await voice.call(ask, { texts: ['one', 'two'] }), { lines: 2 })
  await assert.rejects(voice.call(ask, { texts: ['three', 'refused', 'never'] }))
  // The first stays: it was acknowledged. The second left nothing, the third was not begun.
  assert.deepEqual(await voice.call(ask, { texts: ['four'] }), { lines: 4 })
  await as.kernel.idle()
  const rows = await as.owner(async (client) => {
    const { rows: found } = await client.query<{ action: string; outcome: string; n: number }>(
      `SELECT action, outcome, count(*)::int AS n FROM kernel.audit GROUP BY 1, 2 ORDER BY 1, 2`,
    )
    return found.map(({ action, outcome, n }) => `${action} ${outcome} ${n}`)
  })
  assert.deepEqual(rows, [
    'post.note.write internal 1',
    'post.note.write ok 4',
    'post.world.ask internal 1',
    'post.world.ask ok 2',
  ])
})
