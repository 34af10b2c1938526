import { test } from 'node:test'
import { roundsOf, SEED, tenon, type Voice } from '../../kernel/testing.ts'
import { none } from '../tree.ts'
import { buildApps, renewed } from './built.ts'
import { fuzzRight, fuzzWrong } from './fuzz.ts'

/** The same as in every run, a hundred times as often. */
test(`no input breaks an action, for long (TENON_SEED=${SEED})`, async () => {
  await using as = await tenon()
  await buildApps(as)
  const [lin, stranger] = (await renewed(as, 'lin', 'stranger')) as [Voice, Voice]
  none([
    ...(await fuzzRight(as, [lin, stranger, as.nobody], roundsOf(400))),
    ...(await fuzzWrong(as, lin, roundsOf(400) * 4)),
  ])
})
