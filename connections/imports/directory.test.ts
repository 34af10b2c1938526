import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { installed, SEED, seeded } from '#kernel/testing'
import { operationOf } from './openapi/form.ts'
import { operationsOf } from './openapi/listing.ts'
import { readDocument } from './openapi/read.ts'
import { documents, importedWhole, LEAST, skip } from './testing/directory.ts'

const SAMPLE = 200
/** On a machine with nothing else to do; measured quiet it is far less. */
const FORM_MS = 1000

test(
  `of ${SAMPLE} real documents at least ${LEAST * 100} % become modules`,
  { skip },
  async (t) => {
    const { registry } = await installed()
    const random = seeded(SEED)
    const all = documents()
    const sample = Array.from(
      { length: SAMPLE },
      () => all.splice(Math.floor(random() * all.length), 1)[0]!,
    )
    const failed = sample.flatMap((path) => importedWhole(registry, path) ?? [])
    t.diagnostic(`${SAMPLE - failed.length} of ${SAMPLE} documents`)
    assert.ok(failed.length <= SAMPLE * (1 - LEAST), failed.join('\n'))
  },
)

test('the first form of the largest document, once it is read', { skip }, (t) => {
  const largest = documents().reduce((a, b) => (statSync(a).size >= statSync(b).size ? a : b))
  const document = readDocument(readFileSync(largest))
  const begun = process.cpuUsage()
  const all = operationsOf(document)
  const { input } = operationOf(document, all[Math.floor(all.length / 2)]!)
  const { user, system } = process.cpuUsage(begun)
  const ms = (user + system) / 1000
  t.diagnostic(`${all.length} operations, ${Math.round(ms)} ms of processor time`)
  assert.equal(input['type'], 'object')
  assert.ok(ms < FORM_MS, `${ms} ms`)
})
