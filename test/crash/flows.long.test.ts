import { test } from 'node:test'
import { SEED } from '../../kernel/testing.ts'
import { crashFlows } from './flows.ts'

test(`200 deaths over tens of thousands of runs (TENON_SEED=${SEED})`, async (t) => {
  await crashFlows(200, 20_000, (line) => t.diagnostic(line))
})
