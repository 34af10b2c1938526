import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '#engines/postgres'
import { roundsOf, SEED } from '#kernel/testing'
import { simulate, type Tally } from './testing/simulate.ts'
import { ledgerStage } from './testing/world.ts'

/** Books under way at once: PostgreSQL and the model then work side by side. */
const AT_ONCE = 4

test(`two million operations with faults against the model (TENON_SEED=${SEED})`, async (t) => {
  await using as = await ledgerStage()
  const database = openDatabase(as.config.app)
  const tally: Tally = { operations: 0, booked: 0, faults: 0, codes: new Map() }
  const wanted = roundsOf(2_000_000)
  let book = 0
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (tally.operations < wanted) await simulate(database, SEED + book++, 80, tally)
    }),
  )
  await database.close()
  t.diagnostic(
    `${tally.operations} operations in ${book} books, ${tally.booked} booked, ${tally.faults} faults, ${tally.codes.size} codes`,
  )
  assert.ok(tally.operations >= wanted)
})
