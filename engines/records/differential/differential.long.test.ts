import { test } from 'node:test'
import { roundsOf } from '#kernel/testing'
import { differ } from './run.ts'

const FIRST = Number(process.env['TENON_SEED'] ?? Math.floor(Math.random() * 2 ** 30))
const STEPS = 400
const PROGRAMS = roundsOf(12)

for (let at = 0; at < PROGRAMS; at++)
  test(`layouts answer as lists in memory do (TENON_SEED=${FIRST + at})`, () =>
    differ(FIRST + at, STEPS))
