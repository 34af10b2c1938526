import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { exportPeople } from './person.export.ts'
import { importPeople } from './person.import.ts'
import { updatePerson } from './person.update.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

test('an export is plain text to a spreadsheet, and the import finds nothing new in it', async () => {
  await as.lin!.call(updatePerson, { person: as.bo!.id, job_title: '=HYPERLINK("http://evil")' })
  const { text, rows, file_name } = await as.lin!.call(exportPeople, {})
  assert.equal(rows, 31)
  assert.match(file_name, /^people-\d{4}-\d\d-\d\d\.csv$/)
  assert.ok(text.includes(`"'=HYPERLINK(""http://evil"")"`))
  assert.ok(text.includes(`"'+8613800100001"`))
  const again = await as.lin!.call(importPeople, { text })
  assert.deepEqual([again.unchanged, again.created, again.updated, again.errors], [31, 0, 0, 0])
})

test('only who may export does, and only what he sees', async () => {
  await as.bo!.refuses(exportPeople, {}, 'forbidden')
  assert.equal((await as.outsider!.call(exportPeople, {})).rows, 3)
  const { rows } = await as.lin!.call(exportPeople, { where: { name: '林岚' } })
  assert.equal(rows, 1)
})
