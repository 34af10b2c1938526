import { test } from 'node:test'
import { SEED } from '#kernel/testing'
import { crashLedger } from './ledger.ts'

test(`4 deaths of what books and of PostgreSQL: nothing acknowledged is lost, nothing is there twice (TENON_SEED=${SEED})`, async (t) => {
  await crashLedger(4, (line) => t.diagnostic(line))
})
