import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnOf, NO_LOOKUPS, readCell } from '../cells/read.ts'
import { cellTextOf } from '../cells/write.ts'
import type { Field, Kind } from '../manifest/format.ts'
import { guessApp } from './guess.ts'
import { guessKind } from './kinds.ts'
import { fieldNameOf, nounOf, slugOf, titleOf } from './names.ts'
import { tablesOf } from './tables.ts'

const kindOf = (heading: string, ...cells: string[]): Kind =>
  guessKind(heading, cells, NO_LOOKUPS).kind

test('types are guessed from what stands in every cell, never from most of them', () => {
  assert.equal(kindOf('Mail', 'a@b.cd', 'x@y.zz'), 'email')
  assert.equal(kindOf('Mail', 'a@b.cd', 'nobody'), 'text')
  assert.equal(kindOf('单价', '12.50', '¥1,200.00'), 'money')
  assert.equal(kindOf('standard_cost', '12.5033', '1'), 'number')
  assert.equal(kindOf('开始日期', '2026/1/3', '2026年2月1日'), 'date')
  assert.equal(kindOf('时间', '2026-01-03 14:30', '2026-01-04 09:00'), 'time')
  assert.equal(kindOf('是否完成', '是', '否'), 'yes_no')
  assert.equal(kindOf('qty', '0', '1', '7'), 'number')
  assert.equal(kindOf('电话', '025-8888 1234'), 'phone')
  assert.equal(kindOf('邮编', '007101'), 'text')
  assert.equal(kindOf('状态', '新建', '完成', '新建'), 'choice')
  assert.equal(kindOf('标签', '急、大', '急', '大、慢', '慢、急', '大', '急、慢'), 'choices')
  assert.equal(kindOf('照片'), 'picture')
})

test('names are Latin and everyday words are translated; titles keep what was written', () => {
  assert.equal(nounOf('order_details', new Set()), 'orderdetail')
  assert.equal(nounOf('客户', new Set(['customer'])), 'customer2')
  assert.equal(fieldNameOf('检查日期', new Set()), 'jiancha_date')
  assert.equal(fieldNameOf('id', new Set()), 'code')
  assert.equal(slugOf('2026 订单'), 'app2026order')
  assert.deepEqual(titleOf('order_date'), { en: 'Order date' })
  assert.deepEqual(titleOf('金额'), { zh: '金额', en: 'Amount' })
})

test('a link needs values that match and names that speak for it', async () => {
  const content = (text: string) => Buffer.from(text).toString('base64')
  const tables = await tablesOf([
    { name: '客户.csv', content: content('客户编号,名称\nC1,江南骑行\nC2,城北车行') },
    { name: '订单.csv', content: content('订单号,客户,数量\nO1,C2,1\nO2,C1,2') },
  ])
  const { manifest } = guessApp('销售', tables, NO_LOOKUPS)
  const order = manifest.entities[1]!
  assert.equal(order.fields.find(({ name }) => name === 'customer')!.to, 'e1')
  assert.equal(order.fields.find(({ name }) => name === 'quantity')!.kind, 'number')
})

test('what is written into a cell is read back from it', () => {
  const cases: [Field, unknown][] = [
    [
      { key: 'f1', name: 'a', title: { en: 'A' }, kind: 'money', currency: 'CNY' },
      { amount: '123456', currency: 'CNY' },
    ],
    [
      { key: 'f1', name: 'a', title: { en: 'A' }, kind: 'money', currency: 'CNY' },
      { amount: '5', currency: 'USD' },
    ],
    [
      {
        key: 'f1',
        name: 'a',
        title: { en: 'A' },
        kind: 'choices',
        options: [{ value: 'x', title: { en: 'Ex' } }, { value: 'y' }],
      },
      ['x', 'y'],
    ],
    [{ key: 'f1', name: 'a', title: { en: 'A' }, kind: 'time' }, '2026-11-23T04:05:06.000Z'],
    [{ key: 'f1', name: 'a', title: { en: 'A' }, kind: 'yes_no' }, false],
    [{ key: 'f1', name: 'a', title: { en: 'A' }, kind: 'number' }, -0.25],
  ]
  for (const [field, value] of cases) {
    const cell = String(cellTextOf(field, { a: value }))
    assert.deepEqual(readCell(cell, columnOf(field, [cell]), NO_LOOKUPS).value, value, cell)
  }
})
