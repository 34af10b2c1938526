import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { openEgress } from '#connections/egress'
import { manifestOf, openapiOf } from '#interface/openapi'
import type { Log } from '#kernel'
import { tenon } from '#kernel/testing'
import { writeBackup } from '../../cli/backup-write.ts'
import { checkAccount } from './actions/account.check.ts'
import { createAccount } from './actions/account.create.ts'
import { deleteAccount } from './actions/account.delete.ts'
import { updateAccount } from './actions/account.update.ts'
import { asker, askThere } from './testing/asker.ts'
import { foreign } from './testing/foreign.ts'
import { CLIENT, oauthServer } from './testing/oauth-server.ts'

/** Words that stand nowhere else in the world; whoever finds one has found a leak. */
const BIRDS = [
  'zq7canary-key-one',
  'zq7canary-password',
  'zq7canary-token-xyz',
  'zq7canary-replaced',
  'zq7canary-webhook-s',
  CLIENT.client_secret,
]
const forms = BIRDS.flatMap((bird) => [
  bird,
  Buffer.from(bird).toString('hex'),
  Buffer.from(bird).toString('base64').replace(/=+$/, ''),
])
const foundIn = (text: string): string[] => forms.filter((form) => text.includes(form))

test('a secret stands in no log, journal, event, document, answer, error or backup', async () => {
  const said: string[] = []
  const tell = (details: object, message: string) =>
    void said.push(
      JSON.stringify(details, (_k, v: unknown) =>
        v instanceof Error ? `${v.stack} ${String(v.cause)}` : v,
      ),
      message,
    )
  const log: Log = { info: tell, warn: tell, error: tell }
  await using as = await tenon([asker], { egress: openEgress(['127.0.0.1']), log })
  // It repeats all that it hears, and then breaks.
  await using echo = await foreign((heard, response) =>
    response
      .writeHead(heard.url.includes('broken') ? 500 : 200, { 'x-echo': encodeURI(heard.url) })
      .end(JSON.stringify(heard)),
  )
  await using oauth = await oauthServer()
  const answers: unknown[] = []
  const keep = async (answer: Promise<unknown>) => {
    try {
      answers.push(await answer)
    } catch (error) {
      answers.push(error, String((error as Error).stack), (error as Error).cause)
    }
  }
  const made: string[] = []
  const link = async (more: object) => {
    const account = (await as.wang.call(
      createAccount,
      {
        title: 'Canary',
        connector: 'http',
        auth: 'bearer',
        origins: [echo.origin],
        reach: 'organisation',
        ...more,
      } as never,
      { key: `once ${made.length}` },
    )) as { id: string }
    answers.push(account)
    made.push(account.id)
  }
  await link({ auth: 'api_key', credential: { key: BIRDS[0] } })
  await link({
    auth: 'api_key',
    parameters: { in: 'query', name: 'k' },
    credential: { key: BIRDS[0] },
  })
  await link({ auth: 'basic', credential: { user: 'erp', password: BIRDS[1] } })
  await link({ credential: { token: BIRDS[2] } })
  await link({ auth: 'hmac', credential: { secret: BIRDS[4] } })
  await link({
    auth: 'oauth2_client',
    origins: [oauth.origin],
    parameters: { token_url: `${oauth.origin}/token` },
    credential: CLIENT,
  })
  for (const account of made) {
    for (const url of [
      `${echo.origin}/a`,
      `${echo.origin}/broken`,
      'http://127.0.0.1:1/',
      'nonsense',
      `${oauth.origin}/api`,
    ])
      await keep(as.stranger.call(askThere, { account, url, body: '{}', method: 'POST' }))
    await keep(as.wang.call(checkAccount, { account }))
    await keep(as.wang.call('vault.account.get', { account }))
  }
  await keep(
    as.wang.call(createAccount, {
      title: 'X',
      connector: 'http',
      auth: 'basic',
      origins: [echo.origin],
      credential: { token: BIRDS[2]! },
    }),
  )
  await keep(
    as.wang.call(createAccount, {
      title: 'X',
      connector: 'http',
      auth: 'bearer',
      origins: ['nonsense'],
      credential: { token: `${BIRDS[2]}\n` },
    }),
  )
  await keep(as.wang.call(createAccount, { title: 'X', credential: BIRDS[1] } as never))
  await keep(as.stranger.call(updateAccount, { account: made[0]!, credential: { key: BIRDS[3]! } }))
  await keep(as.wang.call(updateAccount, { account: made[0]!, credential: { key: BIRDS[3]! } }))
  await keep(as.wang.call(askThere, { account: made[0]!, url: echo.origin }))
  await keep(as.wang.call(deleteAccount, { account: made[3]! }))
  for (const action of [
    'vault.account.list',
    'vault.usage.list',
    'vault.share.list',
    'notify.notice.list',
    'vault.connector.list',
  ])
    await keep(as.lin.call(action, {}))
  await keep(as.lin.call('audit.entry.list', { limit: 1000 }))
  await as.kernel.idle()
  const leaks: string[] = []
  const look = (where: string, text: string) => {
    const found = foundIn(text)
    if (found.length) leaks.push(`${where}: ${found.join()} in ${text.slice(0, 300)}`)
  }
  look('log', said.join('\n'))
  for (const answer of answers)
    look(
      'answer',
      typeof answer === 'string'
        ? answer
        : JSON.stringify({ ...(answer as object), message: (answer as Error)?.message }),
    )
  look('OpenAPI', JSON.stringify(openapiOf(as.kernel.registry)))
  look('manifest and MCP tools', JSON.stringify(manifestOf(as.kernel.registry)))
  await as.owner(async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT LIKE 'pg_%' AND schemaname <> 'information_schema'`,
    )
    assert.ok(tables.length > 100)
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(
        `SELECT t::text AS text FROM ${name} t WHERE t::text ~ $1 LIMIT 3`,
        [forms.map((form) => form.replaceAll(/[^\w-]/g, '.')).join('|')],
      )
      for (const { text } of rows) look(name, text)
    }
  })
  const folder = await mkdtemp(join(tmpdir(), 'tenon-canary-'))
  try {
    const backup = await writeBackup(
      { owner: as.config.owner },
      { data: folder, blobsUrl: undefined },
      folder,
      'canary',
      undefined,
      false,
    )
    const files = await readdir(backup.folder, { recursive: true, withFileTypes: true })
    const plain = files.filter((file) => file.isFile())
    assert.ok(plain.length > 100)
    for (const file of plain) {
      const bytes = await readFile(join(file.parentPath, file.name))
      look(
        `backup ${file.name}`,
        (file.name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1'),
      )
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  assert.deepEqual(leaks, [])
  // The test itself sees what it looks for: the service did hear every one of them.
  const heard = JSON.stringify([...echo.heard, ...oauth.heard])
  for (const bird of BIRDS.slice(0, 4)) {
    const coded = Buffer.from(`erp:${bird}`).toString('base64')
    assert.ok(heard.includes(bird) || heard.includes(coded), bird)
  }
})
