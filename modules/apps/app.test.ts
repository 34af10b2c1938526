import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sheetsOf } from '#modules/sheets'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { convertFields } from './actions/app.convert.ts'
import { createApp } from './actions/app.create.ts'
import { exportApp } from './actions/app.export.ts'
import { installApp } from './actions/app.install.ts'
import { getManifest } from './actions/app.manifest.ts'
import { planApp } from './actions/app.plan.ts'
import { removeApp } from './actions/app.remove.ts'
import { upgradeApp } from './actions/app.upgrade.ts'
import { publishApp } from './actions/app.publish.ts'
import { checkDraft } from './actions/draft.check.ts'
import { startDraft } from './actions/draft.start.ts'
import { exportRecords } from './actions/record.export.ts'
import type { Manifest } from './manifest/format.ts'
import { base64, DEVICES, makeInspections } from './testing.ts'

let as: Cast
let maker: Voice
let app: string
type Row = Record<string, unknown> & { id: string }
type Page = { items: Row[] }
const LIST = 'app_inspection.inspection'
before(async () => {
  as = await tenon()
  maker = await as.person('gao')
  app = (await makeInspections(maker)).app
  await as.kernel.idle()
  // Actors hold the rights that there were when they were made.
  maker = await as.person('gao')
})
after(() => as[Symbol.asyncDispose]())

const manifestNow = async (): Promise<{ manifest: Manifest; version: number }> =>
  JSON.parse(JSON.stringify(await maker.call(getManifest, { app }))) as {
    manifest: Manifest
    version: number
  }
async function publish(edit: (manifest: Manifest) => void) {
  const { manifest, version } = await manifestNow()
  edit(manifest)
  const done = await maker.call(publishApp, { app, manifest, base: version })
  await as.kernel.idle()
  maker = await as.person('gao')
  return done
}

test('two files become an app with types, links and people, at once for every member', async () => {
  const bo = await as.person('bo')
  const { items } = (await bo.call(`${LIST}.list`, {
    expand: ['device', 'inspector'],
    sort: ['result'],
  })) as Page
  assert.equal(items.length, 5)
  const odd = items.find(({ result }) => result === '异常')!
  assert.equal((odd['device$'] as Row)['name'], '折弯机')
  assert.equal((odd['inspector$'] as Row)['name'], '高翔')
  assert.deepEqual(odd['cost'], { amount: '35050', currency: 'CNY' })
  const made = (await bo.call(`${LIST}.create`, { device: odd['device'], result: '正常' })) as Row
  assert.equal(made['created_by'], bo.id)
  const { items: past } = (await bo.call(`${LIST}.history`, { inspection: made.id })) as Page
  assert.equal(past.length, 1)
  await bo.call(`${LIST}.delete`, { inspection: made.id })
  await bo.refuses(`${LIST}.delete`, { inspection: odd.id }, 'forbidden')
})

test('nobody, a member without the right and another organisation are refused', async () => {
  const files = [{ name: 'a.csv', content: base64(DEVICES) }]
  await as.nobody.refuses(startDraft, { files }, 'unauthenticated')
  await as.stranger.refuses(startDraft, { files }, 'forbidden')
  await as.outsider.refuses(`${LIST}.list`, {}, 'notFound')
  await as.outsider.refuses(getManifest, { app }, 'notFound')
  await as.outsider.refuses(exportRecords, { app, entity: 'e2', format: 'csv' }, 'notFound')
  await as.stranger.refuses(exportApp, { app }, 'forbidden')
  const { manifest } = await manifestNow()
  await as.stranger.refuses(publishApp, { app, manifest, base: 1 }, 'forbidden')
  await as.stranger.refuses(planApp, { app, manifest }, 'forbidden')
  await as.stranger.refuses(createApp, { manifest }, 'forbidden')
  // Only the catalogue calls these; no door knows them.
  await maker.refuses(removeApp, { app }, 'notFound')
  const next = { manifest, listing_version: 1 }
  await maker.refuses(upgradeApp, { app, ...next }, 'notFound')
  await maker.refuses(installApp, { ...next, publisher: 'x', listing: app }, 'notFound')
  await maker.refuses(convertFields, { app, entity: 'e2', from: 1, to: 1 }, 'notFound')
})

test('a draft says which cells do not fit before anything is made', async () => {
  const text = DEVICES.replace('2021-03-01', 'soon')
  const draft = await maker.call(startDraft, {
    files: [{ name: '设备.csv', content: base64(text) }],
  })
  const [device] = (JSON.parse(JSON.stringify(draft.manifest)) as Manifest).entities
  device!.fields[3]!.kind = 'date'
  const { misfits } = await maker.call(checkDraft, {
    draft: draft.draft,
    manifest: { ...draft.manifest, entities: [device!] } as Manifest,
  })
  assert.deepEqual(misfits, [{ entity: 'e1', field: 'f4', cells: 1, samples: ['soon'] }])
  await as.stranger.refuses(
    checkDraft,
    { draft: draft.draft, manifest: draft.manifest },
    'forbidden',
  )
})

test('a new version says what it changes, carries over what fits, and keeps the old one readable', async () => {
  const { manifest } = await manifestNow()
  const fields = manifest.entities[1]!.fields
  const result = fields.find(({ name }) => name === 'result')!
  result.kind = 'text'
  delete result.options
  delete manifest.entities[1]!.group_by
  manifest.entities[1]!.views = ['table']
  const note = fields.find(({ name }) => name === 'description')!
  note.kind = 'number'
  fields.push({
    key: 'f20',
    name: 'checked',
    title: { en: 'Checked', zh: '已复核' },
    kind: 'yes_no',
  })
  const plan = await maker.call(planApp, { app, manifest })
  assert.deepEqual(
    plan.carried.map(({ field, filled, lost }) => [field, filled, lost]).toSorted(),
    [
      [result.key, 5, 0],
      [note.key, 2, 2],
    ].toSorted(),
  )
  assert.ok(plan.differences.some(({ key, change }) => key === 'f20' && change === 'added'))
  const { version } = await maker.call(publishApp, { app, manifest, base: plan.base })
  await maker.refuses(publishApp, { app, manifest, base: plan.base }, 'movedOn')
  await as.kernel.idle()
  maker = await as.person('gao')
  const { items } = (await maker.call(`${LIST}.list`, {
    where: { result: { contains: '复查' } },
  })) as Page
  assert.equal(items.length, 1)
  assert.equal(items[0]!['description'], undefined)
  const { items: versions } = (await maker.call('apps.version.list', { where: { app } })) as Page
  assert.deepEqual(versions.map(({ number }) => number).toSorted(), [1, version])
  const old = await maker.call(getManifest, { app, version: 1 })
  assert.equal(
    old.manifest.entities[1]!.fields.find(({ name }) => name === 'result')!.kind,
    'choice',
  )
})

test('a field that becomes required must be filled everywhere first', async () => {
  const { manifest, version } = await manifestNow()
  manifest.entities[1]!.fields.find(({ name }) => name === 'checked')!.required = true
  const refused = await maker.refuses(publishApp, { app, manifest, base: version }, 'conflict')
  assert.equal(refused.details?.['records'], 5)
})

test('own records only, fields for a role only: on every door, for reading, filtering and writing', async () => {
  await publish((manifest) => {
    manifest.roles.push({ key: 'lead', title: { en: 'Lead', zh: '组长' } })
    const [, list] = manifest.entities
    list!.access = { who: 'own' }
    list!.fields.find(({ name }) => name === 'cost')!.seen_by = 'lead'
    list!.fields.find(({ name }) => name === 'checked')!.filled_by = 'lead'
  })
  const bo = await as.person('bo')
  assert.deepEqual(((await bo.call(`${LIST}.list`, {})) as Page).items, [])
  const made = (await bo.call(`${LIST}.create`, { result: '正常' })) as Row
  assert.equal(((await bo.call(`${LIST}.list`, {})) as Page).items.length, 1)
  await bo.refuses(
    `${LIST}.update`,
    { inspection: made.id, cost: { amount: '1', currency: 'CNY' } },
    'forbidden',
  )
  await bo.refuses(`${LIST}.create`, { result: '正常', checked: true }, 'forbidden')
  assert.deepEqual(
    ((await bo.call(`${LIST}.list`, { where: { cost: { ne: null } } })) as Page).items,
    [],
  )
  const stranger = await as.person('stranger')
  await stranger.refuses(`${LIST}.get`, { inspection: made.id }, 'notFound')
  const csv = await bo.call(exportRecords, { app, entity: 'e2', format: 'csv', language: 'zh' })
  assert.doesNotMatch(csv.text!, /费用/)
  assert.equal(csv.rows, 1)
  assert.equal(((await maker.call(`${LIST}.list`, {})) as Page).items.length, 6)
})

test('what is exported opens in a spreadsheet and holds no formula', async () => {
  await maker.call('app_inspection.device.create', { number: '=1+1', name: '@evil' })
  const csv = await maker.call(exportRecords, { app, entity: 'e1', format: 'csv', language: 'zh' })
  assert.match(csv.text!, /编号,名称,位置,启用日期\r\n/)
  assert.match(csv.text!, /"'=1\+1","'@evil"/)
  const all = await maker.call(exportApp, { app, language: 'zh' })
  const sheets = await sheetsOf(Buffer.from(all.content, 'base64'), 'x', 100)
  assert.deepEqual(
    sheets.map(({ name, grid }) => [name, grid.length]),
    [
      ['设备', 5],
      ['巡检记录', 7],
    ],
  )
  assert.deepEqual(sheets[1]!.grid[0]!.cells.slice(0, 3), ['编号', '设备', '检查人'])
})
