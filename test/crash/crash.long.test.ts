import { test } from 'node:test'
import { SEED } from '../../kernel/testing.ts'
import { crash } from './rounds.ts'

test(`400 deaths under load lose nothing that was acknowledged (TENON_SEED=${SEED})`, async (t) => {
  await crash(400, (line) => t.diagnostic(line))
})
