import assert from 'node:assert/strict'
import { test } from 'node:test'
import { installed } from '#kernel/testing'
import { documents, importedWhole, LEAST, skip } from './testing/directory.ts'

test(
  `of all real documents at least ${LEAST * 100} % become modules`,
  { skip, timeout: 3_600_000 },
  async (t) => {
    const { registry } = await installed()
    const all = documents()
    const failed = all.flatMap((path) => importedWhole(registry, path) ?? [])
    t.diagnostic(`${all.length - failed.length} of ${all.length} documents`)
    assert.ok(all.length > 2_000)
    assert.ok(failed.length <= all.length * (1 - LEAST), failed.slice(0, 50).join('\n'))
  },
)
