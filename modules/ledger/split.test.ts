import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { percent, prorate, refund, split, type Part } from './split.ts'

const at = (...shares: string[]): Part[] =>
  shares.map((share) => ({ share: share === 'rest' ? share : percent(share) }))

test('parts of an amount: the known vectors', () => {
  assert.deepEqual(split(15n, at('80', '8', '12')), [13n, 1n, 1n])
  const half = { share: { of: 1n, in: 2n } }
  assert.deepEqual(split(15n, [half, half, { share: 'rest' }]), [8n, 7n, 0n])
  assert.throws(() => split(15n, at('80', '21')), /more than the whole/)
  assert.throws(() => split(15n, at('80', 'rest', 'rest')), /only one/)
  assert.throws(() => split(15n, at('80')), /less than the whole/)
  assert.deepEqual(split(500n, [{ share: percent('10'), cap: 10n }, { share: 'rest' }]), [
    10n,
    490n,
  ])
  // C1, C2, C3, C4 of the market's rules.
  assert.deepEqual(split(980_000n, at('15', 'rest')), [147_000n, 833_000n])
  assert.deepEqual(split(980_000n, at('10', 'rest')), [98_000n, 882_000n])
  assert.deepEqual(split(980_000n, at('30', 'rest')), [294_000n, 686_000n])
  assert.deepEqual(split(129_900n, at('10', 'rest')), [12_990n, 116_910n])
  assert.deepEqual(split(1_000_000n, at('15', 'rest')), [150_000n, 850_000n])
  assert.deepEqual(split(100n, at('40', '30', '30')), [40n, 30n, 30n])
  assert.deepEqual(split(101n, at('30', '70')), [31n, 70n])
})

test('part of a period: the known vectors', () => {
  assert.deepEqual(
    [
      [9n, 31n],
      [22n, 30n],
      [8n, 31n],
      [25n, 30n],
    ].map(([days, month]) => prorate(2_495n, days!, month!)),
    [724n, 1_830n, 644n, 2_079n],
  )
  assert.equal(prorate(12_000n, 27_132_491_003n, 36_500_000_000n), 8_920n)
  assert.deepEqual([prorate(-1_000n, 1n, 2n), prorate(2_000n, 1n, 2n)], [-500n, 1_000n])
})

const amounts = fc.bigInt({ min: 0n, max: 10n ** 15n })

test('a split gives all of it, each within one unit of its exact share', () => {
  fc.assert(
    fc.property(
      amounts,
      fc.array(fc.bigInt({ min: 0n, max: 1_000n }), { minLength: 1, maxLength: 9 }),
      (amount, weights) => {
        const whole = weights.reduce((sum, weight) => sum + weight, 0n)
        fc.pre(whole > 0n)
        const given = split(
          amount,
          weights.map((of) => ({ share: { of, in: whole } })),
        )
        assert.equal(
          given.reduce((sum, part) => sum + part, 0n),
          amount,
        )
        for (const [index, part] of given.entries()) {
          const floor = (amount * weights[index]!) / whole
          assert.ok(part === floor || (part === floor + 1n && weights[index]! > 0n))
        }
      },
    ),
  )
})

test('refunds take back what was recorded: never more of a part, and at the end exactly all', () => {
  fc.assert(
    fc.property(
      fc.array(amounts, { minLength: 1, maxLength: 6 }),
      fc.array(fc.nat({ max: 100 }), { maxLength: 8 }),
      (recorded, steps) => {
        let left = recorded
        for (const step of [...steps, 100]) {
          const whole = left.reduce((sum, part) => sum + part, 0n)
          const amount = (whole * BigInt(step)) / 100n
          const taken = refund(left, amount)
          assert.equal(
            taken.reduce((sum, part) => sum + part, 0n),
            amount,
          )
          left = left.map((part, index) => part - taken[index]!)
          assert.ok(left.every((part) => part >= 0n))
        }
        assert.ok(left.every((part) => part === 0n))
      },
    ),
  )
  assert.throws(() => refund([5n, 5n], 11n), /at most what is left/)
})
