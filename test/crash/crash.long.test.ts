import { test } from 'node:test'
import { roundsOf, SEED } from '../../kernel/testing.ts'
import { crash } from './rounds.ts'

const ROUNDS = roundsOf(400)
test(`${ROUNDS} deaths under load lose nothing that was acknowledged (TENON_SEED=${SEED})`, async (t) => {
  await crash(ROUNDS, (line) => t.diagnostic(line))
})
