import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { keyBetween, keysAfter } from './order.ts'

test('there is always room, wherever one puts it, and the order is the one that was asked for', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 120 }), (places) => {
      const keys: string[] = []
      for (const place of places) {
        const at = place % (keys.length + 1)
        keys.splice(at, 0, keyBetween(keys[at - 1], keys[at]))
      }
      assert.deepEqual(keys, [...keys].sort())
      assert.equal(new Set(keys).size, keys.length)
    }),
  )
})

test('putting at the end keeps keys short; always at the same place they grow slowly', () => {
  const many = keysAfter(undefined, 5000)
  assert.ok(many.at(-1)!.length <= 4, many.at(-1))
  assert.deepEqual(many, [...many].sort())
  let front: string | undefined
  for (let index = 0; index < 5000; index++) front = keyBetween(undefined, front)
  assert.ok(front!.length <= 4, front)
  let before = keyBetween(undefined, undefined)
  const after = keyBetween(before, undefined)
  for (let index = 0; index < 500; index++) before = keyBetween(before, after)
  assert.ok(before.length <= 110, `${before.length}`)
})

test('refuses what is no order', () => {
  assert.throws(() => keyBetween('a1', 'a1'))
  assert.throws(() => keyBetween('a2', 'a1'))
  assert.throws(() => keyBetween('', undefined))
})
