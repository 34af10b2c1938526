import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sheetsOf } from './read.ts'
import { xlsxOf } from './write-xlsx.ts'

test('what is written is read again, sheet by sheet, and no text is a formula', async () => {
  const file = xlsxOf([
    {
      name: '订单/2026',
      rows: [
        ['编号', 'n', 'ok'],
        ['=1+1', 12.5, true],
        ['a<b>&"c"', 3, false],
      ],
    },
    { name: '订单/2026', rows: [['x'], ['  y ']] },
  ])
  assert.doesNotMatch(file.toString('utf8'), /<f>/)
  const sheets = await sheetsOf(file, 'any.xlsx', 100)
  assert.deepEqual(
    sheets.map(({ name }) => name),
    ['订单 2026', '订单 2026 2'],
  )
  assert.deepEqual(
    sheets[0]!.grid.map(({ cells }) => cells),
    [
      ['编号', 'n', 'ok'],
      ['=1+1', '12.5', 'true'],
      ['a<b>&"c"', '3', 'false'],
    ],
  )
})

test('text in any encoding is one sheet', async () => {
  const [sheet] = await sheetsOf(
    Buffer.from('\uFEFF姓名;部门\n林岚;采购部', 'utf16le'),
    'a.csv',
    10,
  )
  assert.deepEqual(sheet!.grid.at(-1), { line: 2, cells: ['林岚', '采购部'] })
})
