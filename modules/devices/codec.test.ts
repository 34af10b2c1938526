import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SEED } from '#kernel/testing'
import { decode, encode } from './codec.ts'

const at = fc.integer({ min: 1, max: 4_102_444_800_000 })
const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1e6, max: 1e6 }).map((whole) => whole / 10),
  fc.constantFrom(0, -0, 0.1, 92.05, 1e15, 5e-324, 1.7976931348623157e308),
)
const series = fc.array(fc.tuple(at, value), { maxLength: 60 }).chain((points) =>
  fc.nat(5000).map((metric) => ({
    metric,
    at: points.map(([time]) => time),
    value: points.map(([, each]) => each),
  })),
)

test('every point comes back exactly as it was, in its order', () => {
  fc.assert(
    fc.property(fc.array(series, { maxLength: 4 }), (all) => {
      assert.deepEqual(decode(encode(all)), all)
    }),
    { seed: SEED, numRuns: 300 },
  )
  assert.throws(() => decode(encode([{ metric: 1, at: [5], value: [1] }]).subarray(0, 3)), /early/)
})

test('an hour of a sensor that reports each second takes less than four bytes a point', () => {
  const times = Array.from({ length: 3600 }, (_, n) => 1_790_000_000_000 + n * 1000 + ((n * 7) % 5))
  const hour = {
    metric: 1,
    at: times,
    value: times.map((_, n) => Math.round((60 + 20 * Math.sin(n / 300)) * 100) / 100),
  }
  assert.ok(encode([hour]).length / 3600 < 4, `${encode([hour]).length / 3600}`)
})
