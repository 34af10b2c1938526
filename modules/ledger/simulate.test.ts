import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '#engines/postgres'
import { SEED } from '#kernel/testing'
import { simulate, type Tally } from './testing/simulate.ts'
import { ledgerStage } from './testing/world.ts'

test(`random requests, faults and clocks against the model (TENON_SEED=${SEED})`, async (t) => {
  await using as = await ledgerStage()
  const database = openDatabase(as.config.app)
  const tally: Tally = { operations: 0, booked: 0, faults: 0, codes: new Map() }
  for (let round = 0; round < 2; round++) await simulate(database, SEED + round, 60, tally)
  await database.close()
  t.diagnostic(
    `${tally.operations} operations, ${tally.booked} booked, ${tally.faults} faults, ${tally.codes.size} codes: ${[...tally.codes.keys()].join(' ')}`,
  )
  assert.ok(tally.codes.size >= 25, `only ${tally.codes.size} codes were seen`)
})
