import { test } from 'node:test'
import { SEED } from '../../kernel/testing.ts'
import { crashFlows } from './flows.ts'

test(`6 deaths under load: every delivery is one run, every effect is there once (TENON_SEED=${SEED})`, async (t) => {
  await crashFlows(6, 400, (line) => t.diagnostic(line))
})
