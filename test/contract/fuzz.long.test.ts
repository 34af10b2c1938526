import { test } from 'node:test'
import { SEED, tenon } from '../../kernel/testing.ts'
import { none } from '../tree.ts'
import { fuzzRight, fuzzWrong } from './fuzz.ts'

/** The same as in every run, a hundred times as often. */
test(`no input breaks an action, for long (TENON_SEED=${SEED})`, async () => {
  await using as = await tenon()
  none([
    ...(await fuzzRight(as, [as['lin']!, as['stranger']!, as.nobody], 400)),
    ...(await fuzzWrong(as, as['lin']!, 1500)),
  ])
})
