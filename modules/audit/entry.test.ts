import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { csvOf } from '#modules/sheets'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { exportEntries } from './actions/entry.export.ts'
import { listEntries } from './index.ts'
import { sweepEntries } from './sweep.ts'

let as: Cast
let auditor: Voice
let group: string
before(async () => {
  as = await tenon()
  auditor = as['lucy']!
  const made = (await as['wang']!.call('chat.conversation.create', {
    kind: 'group',
    name: '=cmd|calc',
    people: [as['bo']!.id],
  })) as { conversation: { id: string } }
  group = made.conversation.id
  await as['stranger']!.refuses('chat.conversation.get', { conversation: group }, 'notFound')
  await as['stranger']!.refuses(
    'chat.conversation.rename',
    { conversation: group, name: '=1+1' },
    'notFound',
  )
  await as.kernel.idle()
})
after(() => as[Symbol.asyncDispose]())

test('who did what, when, how it ended: by person, by the beginning of an action, by record, by outcome', async () => {
  const made = await auditor.call(listEntries, { actor: as['wang']!.id, action: 'chat.', limit: 1 })
  const { action, actor_name, title, outcome, door } = made.items[0]!
  assert.deepEqual(
    [action, actor_name, title, outcome, door],
    ['chat.conversation.create', '王芳', 'Start a conversation', 'ok', 'test'],
  )
  const refused = await auditor.call(listEntries, { subject: group, outcome: 'refused' })
  assert.deepEqual(
    refused.items.map(({ action: id, actor, outcome: end }) => [id, actor, end]),
    [['chat.conversation.rename', as['stranger']!.id, 'notFound']],
  )
  assert.deepEqual(
    (await auditor.call(listEntries, { outcome: 'notFound', subject: group })).items.length,
    1,
  )
})

test('by time, and page by page without repeating or skipping', async () => {
  const hour = (offset: number) => new Date(Date.now() + offset * 3_600_000).toISOString()
  assert.deepEqual((await auditor.call(listEntries, { to: hour(-1) })).items, [])
  assert.deepEqual((await auditor.call(listEntries, { from: hour(1) })).items, [])
  const all = await auditor.call(listEntries, { from: hour(-1), to: hour(1), limit: 1000 })
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await auditor.call(listEntries, {
      from: hour(-1),
      to: hour(1),
      limit: 70,
      ...(cursor ? { cursor } : {}),
    })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next
  } while (cursor && seen.length < 1000)
  assert.deepEqual(
    seen.slice(0, all.items.length),
    all.items.map(({ id }) => id),
  )
  assert.equal(new Set(seen).size, seen.length)
})

test('only those who may; and never another organisation’s', async () => {
  for (const voice of [as['wang']!, as['stranger']!, as['xia']!])
    await voice.refuses(listEntries, {}, 'forbidden')
  await as.nobody.refuses(listEntries, {}, 'unauthenticated')
  await as['wang']!.refuses(exportEntries, {}, 'forbidden')
  const [entry] = (await auditor.call(listEntries, { subject: group, limit: 1 })).items
  await as['xia']!.refuses('audit.entry.get', { entry: entry!.id }, 'forbidden')
  const jiangnan = await as
    .of(as.world.operator(as.world.orgs['jiangnan']!))
    .call(listEntries, { limit: 1000 })
  assert.ok(jiangnan.items.every(({ actor }) => actor !== as['wang']!.id))
  await as
    .of(as.world.operator(as.world.orgs['jiangnan']!))
    .refuses('audit.entry.get', { entry: entry!.id }, 'notFound')
})

test('an auditor reads everything here and changes nothing', async () => {
  assert.ok((await auditor.call(listEntries, { limit: 1 })).items.length)
  await auditor.refuses('audit.settings.update', { keep_days: 400 }, 'forbidden')
  await auditor.refuses(
    'audit.person.erase',
    { person: as['ma']!.id, confirm: '马骏' },
    'forbidden',
  )
  await auditor.refuses(
    'directory.person.update',
    { person: as['ma']!.id, job_title: 'x' },
    'forbidden',
  )
  assert.ok(
    ((await auditor.call('approval.request.list', {})) as { items: object[] }).items.length > 1,
  )
})

test('the export is CSV that no spreadsheet runs', async () => {
  const { text, mime, rows } = await auditor.call(exportEntries, { subject: group })
  assert.equal(mime, 'text/csv')
  assert.equal(rows, 1)
  assert.ok(text.startsWith('\uFEFFat,actor,actor_name,'))
  assert.ok(text.endsWith('\r\n'))
  const cells = ['=1+1', '@x', '-2', ' +3', '\tx', 'a,"b"', '王芳', undefined]
  assert.equal(csvOf([cells]), `"'=1+1","'@x","'-2","' +3","'\tx","a,""b""",王芳,\r\n`)
  await as.kernel.idle()
  const [last] = (await auditor.call(listEntries, { action: 'audit.entry.export', limit: 1 })).items
  assert.equal(last!.actor, auditor.id, 'an export is journalled itself')
})

test('a page of the log is read from the index, whatever else there is', async () => {
  const plan = await as.owner(async (client) => {
    const org = auditor.actor.org
    await client.query(`INSERT INTO kernel.audit (org, id, actor, actor_kind, action, outcome, door)
      SELECT '${org}', uuidv7(), 'x', 'person', 'a.b.c', 'ok', 'test' FROM generate_series(1, 5000)`)
    await client.query('ANALYZE kernel.audit')
    await client.query(`SET ROLE tenon_app; SELECT set_config('tenon.org', '${org}', false)`)
    const { rows } = await client.query(
      `EXPLAIN SELECT * FROM audit.entry t WHERE t.org = '${org}' ORDER BY t.id DESC LIMIT 51`,
    )
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  })
  assert.match(plan, /Index Scan Backward using audit_pkey/)
  assert.doesNotMatch(plan, /Sort/)
})

test('retention: older entries go, never younger than the floor', async () => {
  const org = auditor.actor.org
  const age = (days: number) =>
    as.owner((client) =>
      client.query(
        `INSERT INTO kernel.audit (org, id, at, actor, actor_kind, action, outcome, door)
     VALUES ('${org}', audit.first_id(now() - interval '${days} days'), now() - interval '${days} days', 'x', 'person', 'old.${days}.x', 'ok', 'test')`,
      ),
    )
  for (const days of [800, 700, 300, 100]) await age(days)
  const left = async () => {
    await sweepEntries(as.kernel)
    const { items } = await auditor.call(listEntries, { action: 'old.' })
    return items.map(({ action }) => action)
  }
  assert.deepEqual(await left(), ['old.100.x', 'old.300.x', 'old.700.x'])
  await as['lin']!.refuses('audit.settings.update', { keep_days: 30 }, 'invalid')
  await as['lin']!.call('audit.settings.update', { keep_days: 200 })
  assert.deepEqual(await left(), ['old.100.x'])
})
