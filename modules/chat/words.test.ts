import assert from 'node:assert/strict'
import { test } from 'node:test'
import { questionOf, wordsOf } from './words.ts'

test('Chinese by neighbouring characters, other scripts by words and their parts', () => {
  assert.deepEqual(wordsOf('请审批 KR-6204！'), ['请审', '审批', '批', 'kr-6204', 'kr', '6204'])
  assert.deepEqual(wordsOf("Don't PANIC，ｆｕｌｌ width"), [
    "don't",
    'don',
    't',
    'panic',
    'full',
    'width',
  ])
  assert.deepEqual(wordsOf('😀 … \0'), [])
  assert.ok(wordsOf('很长的话'.repeat(5000)).length <= 4000)
})

test('a question is cut by the dictionary and cannot break out of its quotes', async () => {
  assert.equal((await questionOf('审批'))?.query, `'审批'`)
  assert.equal((await questionOf('批'))?.query, `'批':*`)
  assert.equal((await questionOf('自行车轴承'))?.query, `'自行' & '行车' & '轴承'`)
  assert.equal((await questionOf("o'neil & | ! ( \\"))?.query, `'o''neil':* & 'o':* & 'neil':*`)
  assert.equal(await questionOf('，。!'), undefined)
})
