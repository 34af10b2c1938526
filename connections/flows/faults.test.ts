import { test } from 'node:test'
import { SEED } from '#kernel/testing'
import { siege } from './testing/siege.ts'

test(`faults at every wait: what is acknowledged runs once, and every effect is there once (TENON_SEED=${SEED})`, async (t) => {
  await siege({ runs: 60, deaths: 2 }, undefined, (line) => t.diagnostic(line))
})

for (const mutation of [
  'forgets deliveries',
  'forgets what it did',
  'acknowledges too early',
] as const)
  test(`the checker sees an engine that ${mutation}`, async (t) => {
    await siege({ runs: 40, deaths: 2 }, mutation, (line) => t.diagnostic(line))
  })
