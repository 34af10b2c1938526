import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { createApp } from './actions/app.create.ts'
import { grantApp } from './actions/app.grant.ts'
import { getManifest } from './actions/app.manifest.ts'
import { planApp } from './actions/app.plan.ts'
import { publishApp } from './actions/app.publish.ts'
import { sketchApp } from './actions/app.sketch.ts'
import { exportRecords } from './actions/record.export.ts'
import type { Manifest } from './manifest/format.ts'

let as: Cast
let maker: Voice
let app: string
type Row = Record<string, unknown> & { id: string }
type Page = { items: Row[] }
const LIST = 'app_tools.tool'
const manifestOf = async (version?: number) =>
  JSON.parse(
    JSON.stringify(await maker.call(getManifest, { app, ...(version ? { version } : {}) })),
  ) as { manifest: Manifest; version: number }
before(async () => {
  as = await tenon()
  const { manifest } = await as.gao!.call(sketchApp, {
    name: 'Tools',
    list: 'Tools',
    icon: 'settings',
  })
  const made = await as.gao!.call(createApp, { manifest, blank: true })
  app = made.app
  assert.equal(made.module, 'app_tools')
  maker = await as.person('gao')
})
after(() => as[Symbol.asyncDispose]())

test('an app begun with nothing runs at once; lists and fields are added and hidden with a number beside', async () => {
  const { items } = (await maker.call('apps.app.list', { where: { module: 'app_tools' } })) as Page
  assert.equal(items[0]!['source'], 'blank')
  await maker.call(`${LIST}.create`, { name: 'Wrench' })
  const { manifest, version } = await manifestOf()
  const sketched = await maker.call(sketchApp, { name: '借用', list: 'Tool', nouns: ['tool'] })
  const further = { ...sketched.manifest.entities[0]!, key: 'e7' }
  assert.equal(further.noun, 'tool2')
  await maker.call(publishApp, {
    app,
    manifest: { ...manifest, entities: [further, ...manifest.entities] } as Manifest,
    base: version,
  })
  maker = await as.person('gao')
  await maker.call('app_tools.tool2.create', { name: 'Spare' })
  const plan = await maker.call(planApp, { app, manifest })
  assert.deepEqual(plan.gone, [{ entity: 'e7', records: 1 }])
  const renamed = await manifestOf()
  renamed.manifest.entities[0]!.fields.push({
    key: 'f9',
    name: 'place',
    title: { en: 'Place' },
    kind: 'text',
  })
  await maker.call(publishApp, { app, manifest: renamed.manifest, base: renamed.version })
  maker = await as.person('gao')
  const { items: spare } = (await maker.call('app_tools.tool2.list', {})) as Page
  await maker.call('app_tools.tool2.update', { tool2: spare[0]!.id, place: 'Shelf' })
  const without = await manifestOf()
  without.manifest.entities[0]!.fields.pop()
  assert.deepEqual((await maker.call(planApp, { app, manifest: without.manifest })).gone, [
    { entity: 'e7', field: 'f9', records: 1 },
  ])
})

test('an earlier version runs again, and what was filled in since comes back with the later one', async () => {
  const now = await manifestOf()
  const first = await manifestOf(1)
  const { gone } = await maker.call(planApp, { app, manifest: first.manifest })
  assert.deepEqual(gone, [{ entity: 'e7', records: 1 }])
  const back = await maker.call(publishApp, {
    app,
    manifest: first.manifest,
    base: now.version,
    note: 'Back to version 1',
  })
  maker = await as.person('gao')
  await maker.refuses('app_tools.tool2.list', {}, 'notFound')
  await maker.call(publishApp, { app, manifest: now.manifest, base: back.version })
  maker = await as.person('gao')
  const { items } = (await maker.call('app_tools.tool2.list', {})) as Page
  assert.equal(items[0]!['place'], 'Shelf')
})

test('who may see, add, change, delete and administer holds for everybody else on every door', async () => {
  const [open] = ((await (await as.person('bo')).call(`${LIST}.list`, {})) as Page).items
  assert.ok(open, 'until somebody is named, every member sees')
  const zhao = as.zhao!.id
  const granted = [
    { kind: 'person' as const, holder: as.wang!.id, rights: ['use', 'add'] },
    { kind: 'person' as const, holder: zhao, rights: ['change', 'delete'] },
  ]
  await (await as.person('bo')).refuses(grantApp, { app, granted: null }, 'forbidden')
  await as.outsider!.refuses(grantApp, { app, granted: null }, 'notFound')
  await maker.refuses(
    grantApp,
    { app, granted: [{ kind: 'person', holder: app, rights: ['use'] }] },
    'noHolder',
  )
  await maker.refuses(
    grantApp,
    { app, granted: [{ kind: 'everyone', rights: ['fly'] }] },
    'noRight',
  )
  await maker.call(grantApp, { app, granted })
  await as.kernel.idle()

  const bo = await as.person('bo')
  for (const [action, input] of [
    [`${LIST}.list`, {}],
    [`${LIST}.get`, { tool: open.id }],
    [`${LIST}.create`, { name: 'x' }],
    [`${LIST}.update`, { tool: open.id, name: 'x' }],
    [`${LIST}.delete`, { tool: open.id }],
    [`${LIST}.history`, { tool: open.id }],
    [`${LIST}.aggregate`, { group: [], measures: [{ fn: 'count' }] }],
  ] as const)
    await bo.refuses(action, input, 'forbidden')
  await bo.refuses(exportRecords, { app, entity: 'e1', format: 'csv' }, 'forbidden')

  const wang = await as.person('wang')
  const made = (await wang.call(`${LIST}.create`, { name: 'Saw' })) as Row
  assert.equal(((await wang.call(`${LIST}.list`, {})) as Page).items.length, 2)
  await wang.refuses(`${LIST}.update`, { tool: made.id, name: 'Saw 2' }, 'forbidden')
  await wang.refuses(`${LIST}.delete`, { tool: made.id }, 'forbidden')

  const clerk = await as.person('zhao')
  await clerk.call(`${LIST}.update`, { tool: made.id, name: 'Hand saw' })
  await clerk.refuses(`${LIST}.create`, { name: 'x' }, 'forbidden')
  await clerk.call(`${LIST}.delete`, { tool: made.id })
  const { manifest, version } = await manifestOf()
  await clerk.refuses(publishApp, { app, manifest, base: version }, 'forbidden')
  await clerk.refuses(planApp, { app, manifest }, 'forbidden')
})

test('a right given to a department or a group holds for its people, below it too, and ends with it', async () => {
  const [wang] = await as.owner(async (client) => {
    const { rows } = await client.query<{ department: string; parent: string | null }>(
      'SELECT p.department, d.parent FROM directory.person p JOIN directory.department d ON d.org = p.org AND d.id = p.department WHERE p.id = $1',
      [as.wang!.id],
    )
    return rows
  })
  const above = wang!.parent ?? wang!.department
  await maker.call(grantApp, {
    app,
    granted: [{ kind: 'department', holder: above, rights: ['use', 'manage'] }],
  })
  const manager = await as.person('wang')
  const { manifest, version } = await manifestOf()
  manifest.title = { en: 'Tools and more' }
  await manager.call(publishApp, { app, manifest, base: version })
  await manager.call(grantApp, { app, granted: [{ kind: 'everyone', rights: ['use'] }] })
  const bo = await as.person('bo')
  assert.equal(((await bo.call(`${LIST}.list`, {})) as Page).items.length, 1)
  await bo.refuses(`${LIST}.create`, { name: 'x' }, 'forbidden')
  await (await as.person('wang')).refuses(grantApp, { app, granted: null }, 'forbidden')
})
