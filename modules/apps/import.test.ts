import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { applyImport } from './actions/import.apply.ts'
import { cancelImport } from './actions/import.cancel.ts'
import { runImportChunk } from './actions/import.chunk.ts'
import { mapImport } from './actions/import.map.ts'
import { listImportRows } from './actions/import.rows.ts'
import { startImport } from './actions/import.start.ts'
import { watchImport } from './actions/import.watch.ts'
import { makeInspections } from './testing.ts'

let as: Cast
let maker: Voice
let app: string
type Page = { items: (Record<string, unknown> & { id: string })[] }
before(async () => {
  as = await tenon()
  app = (await makeInspections(await as.person('gao'))).app
  await as.kernel.idle()
  maker = await as.person('gao')
})
after(() => as[Symbol.asyncDispose]())

const devices = async (): Promise<number> =>
  (
    (await maker.call('app_inspection.device.aggregate', { measures: { n: 'count' } })) as {
      items: { n: number }[]
    }
  ).items[0]!.n

test('more rows are mapped, checked, brought in, and taken back', async () => {
  const text =
    '设备名称,No,位置\n打磨机,EQ-10,三车间\n铣床,EQ-01,三车间\n钻床,EQ-11,\n车床,EQ-11,一车间'
  const preview = await maker.call(startImport, { app, entity: 'e1', file_name: '设备.csv', text })
  assert.deepEqual(
    preview.columns.map(({ field }) => field),
    [undefined, undefined, 'f3'],
  )
  const mapping = { 设备名称: 'f2', No: 'f1', 位置: 'f3' }
  const mapped = await maker.call(mapImport, { import: preview.import, mapping })
  assert.deepEqual(
    mapped.problems.map(({ line, problems }) => [line, problems[0]!.code]),
    [
      [3, 'taken'],
      [5, 'twice'],
    ],
  )
  await maker.refuses(applyImport, { import: preview.import }, 'invalid')
  assert.equal(await devices(), 3)
  await maker.call(applyImport, { import: preview.import, skip_errors: true })
  await as.kernel.idle()
  assert.equal(await devices(), 5)
  const wrong = await maker.call(listImportRows, { import: preview.import, state: 'wrong' })
  assert.equal(wrong.items.length, 2)
  await maker.call(cancelImport, { import: preview.import })
  await as.kernel.idle()
  assert.equal(await devices(), 3)
  await maker.refuses(cancelImport, { import: preview.import }, 'alreadyCancelled')
})

test('references are matched by what records are called by; whom nobody knows is named', async () => {
  const text =
    '设备,检查人,检查日期,结果\n折弯机,高翔,2026/11/20,正常\n没有的机器,高翔,2026/11/21,正常'
  const preview = await maker.call(startImport, { app, entity: 'e2', text })
  assert.deepEqual(
    preview.problems.map(({ problems }) => problems[0]!.code),
    ['noSuchRecord'],
  )
  await maker.call(applyImport, { import: preview.import, skip_errors: true })
  await as.kernel.idle()
  const { items } = (await maker.call('app_inspection.inspection.list', {
    where: { jiancha_date: '2026-11-20' },
    expand: ['device'],
  })) as Page
  assert.equal((items[0]!['device$'] as { name: string }).name, '折弯机')
})

test('only who manages the app imports into it, and only his own import', async () => {
  const input = { app, entity: 'e1', text: '名称\nx' }
  await as.stranger.refuses(startImport, input, 'forbidden')
  await as.outsider.refuses(startImport, input, 'notFound')
  await as.nobody.refuses(startImport, input, 'unauthenticated')
  const { import: id } = await maker.call(startImport, input)
  await as.stranger.refuses(applyImport, { import: id }, 'notFound')
  await as.stranger.refuses(listImportRows, { import: id }, 'notFound')
  await as.stranger.refuses(mapImport, { import: id, mapping: {} }, 'notFound')
  await as.outsider.refuses(cancelImport, { import: id }, 'notFound')
  await maker.refuses(runImportChunk, { import: id }, 'notFound')
  await maker.refuses(watchImport, { import: id }, 'notFound')
})
