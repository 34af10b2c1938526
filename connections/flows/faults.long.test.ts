import { test } from 'node:test'
import { roundsOf, SEED } from '#kernel/testing'
import { siege } from './testing/siege.ts'

test(`ten thousand runs under faults at every wait (TENON_SEED=${SEED})`, async (t) => {
  const rounds = roundsOf(20)
  for (let round = 0; round < rounds; round++)
    await siege({ runs: 500, deaths: 10, seed: SEED + round }, undefined, (line) =>
      t.diagnostic(line),
    )
})
