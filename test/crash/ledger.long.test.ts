import { test } from 'node:test'
import { roundsOf, SEED } from '#kernel/testing'
import { crashLedger } from './ledger.ts'

test(`300 deaths of what books and of PostgreSQL (TENON_SEED=${SEED})`, async (t) => {
  await crashLedger(roundsOf(300), (line) => t.diagnostic(line))
})
