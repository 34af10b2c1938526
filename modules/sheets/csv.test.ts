import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellOf, csvOf } from './csv.ts'

test('no cell is a formula to a spreadsheet', () => {
  for (const evil of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '|cmd']) {
    assert.match(cellOf(evil), /^"?'/, JSON.stringify(evil))
  }
  assert.equal(cellOf('=HYPERLINK("x")'), `"'=HYPERLINK(""x"")"`)
})

test('other cells stay as they are, quoted where they must be', () => {
  assert.equal(csvOf([['林岚', 'a,b', undefined, 3]]), '林岚,"a,b",,3\r\n')
})
