import assert from 'node:assert/strict'
import fc from 'fast-check'
import { test } from 'node:test'
import { SEED } from '#kernel/testing'
import { StepError } from './classify.ts'
import { decoded, encoded } from './formats.ts'
import { readXml, writeXml } from './xml.ts'
import { unzipped, zipped } from './zip.ts'

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/)
const text = fc.string({ unit: 'grapheme', maxLength: 12 })

test('what is written as JSON, CSV, a form, Base64 or XML is read again as it was', () => {
  const row = fc.record({ a: text, b: text })
  const check = <V>(values: fc.Arbitrary<V>, same: (value: V) => void): void =>
    fc.assert(fc.property(values, same), { seed: SEED, numRuns: 200 })
  check(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
    const kept = rows.map((each) => ({ ...each }))
    assert.deepEqual(decoded('csv', encoded('csv', [{ a: 'x', b: 'y' }, ...rows]), true), [
      { a: 'x', b: 'y' },
      ...kept,
    ])
    assert.deepEqual(decoded('json', encoded('json', rows), true), kept)
    assert.deepEqual(decoded('lines', encoded('lines', rows), true), kept)
  })
  check(fc.dictionary(name, text), (form) =>
    assert.deepEqual(decoded('form', encoded('form', form), true), { ...form }),
  )
  check(text, (value) => {
    for (const format of ['base64', 'base64url', 'hex'] as const)
      assert.equal(
        decoded(format, encoded(format, value), true),
        Buffer.from(value).toString('utf8'),
      )
  })
  const leaf = fc.stringMatching(/^[a-z<>&"' 中文]{1,10}$/).filter((each) => each.trim() === each)
  const tree = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.dictionary(name, tie('node'), { minKeys: 1, maxKeys: 3 }),
    ),
  })).node
  check(fc.tuple(name, tree), ([root, value]) => {
    const made = JSON.parse(JSON.stringify({ [root]: value })) as unknown
    assert.deepEqual(readXml(writeXml(made)), made)
  })
})

test('hostile texts are refused in a moment, and touch nothing', () => {
  const hostile: [() => unknown, string][] = [
    [() => readXml('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'), 'a document type'],
    [() => readXml('<a>'.repeat(5000)), 'depth'],
    [() => readXml('<a><b></a></b>'), 'crossed elements'],
    [() => readXml(`<a ${'b="c" '.repeat(50_000)}`), 'an element without end'],
    [() => readXml('<a/><b/>'), 'two roots'],
    [() => decoded('json', '['.repeat(100_000) + ']'.repeat(100_000), true), 'deep JSON'],
    [() => decoded('json', '{"a":', true), 'half of JSON'],
    [() => decoded('base64', 'a$b', true), 'no Base64'],
    [() => writeXml({ 'a b': 1 }), 'a name that is none'],
    [() => writeXml({ a: { '@x y': 1 } }), 'an attribute that is none'],
  ]
  for (const [work, says] of hostile) {
    const began = performance.now()
    assert.throws(work, StepError, says)
    assert.ok(performance.now() - began < 2_000, says)
  }
  decoded('json', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}', true)
  decoded('form', '__proto__=1&constructor=2', true)
  decoded('csv', '__proto__,a\n1,2\n', true)
  readXml('<__proto__><polluted>1</polluted></__proto__>')
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
})

test('archives: damage, bombs and lies about the size are refused', () => {
  const archive = zipped([{ name: 'a.txt', bytes: Buffer.from('hello hello hello') }])
  assert.deepEqual(
    unzipped(archive).map((part) => [part.name, part.bytes.toString()]),
    [['a.txt', 'hello hello hello']],
  )
  for (let at = 0; at < archive.length; at++) {
    const cut = archive.subarray(0, at)
    assert.throws(() => unzipped(cut), StepError)
    const changed = Buffer.from(archive)
    changed[at]! ^= 0xff
    try {
      unzipped(changed)
    } catch (error) {
      assert.ok(error instanceof StepError)
    }
  }
  const bomb = zipped([{ name: 'big', bytes: Buffer.alloc(5_000_000) }])
  assert.ok(bomb.length < 10_000)
  assert.throws(() => unzipped(bomb), /larger than 700 kB/)
  const many = zipped(
    Array.from({ length: 10 }, (_, n) => ({ name: `f${n}`, bytes: Buffer.alloc(100_000) })),
  )
  assert.throws(() => unzipped(many), /larger than 700 kB/)
})
