import { test } from 'node:test'
import { SEED } from '../../../kernel/testing.ts'
import { differ } from './run.ts'

/** Programs of this length meet most of what there is; more of them run in the long tests. */
const STEPS = 220
const PROGRAMS = 2

for (let at = 0; at < PROGRAMS; at++)
  test(`layouts answer as lists in memory do (TENON_SEED=${SEED + at})`, () =>
    differ(SEED + at, STEPS))
