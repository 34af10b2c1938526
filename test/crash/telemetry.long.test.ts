import { test } from 'node:test'
import { roundsOf, SEED } from '../../kernel/testing.ts'
import { crashTelemetry } from './telemetry.ts'

test(`deaths by the hundred lose and double no sample and no alarm (TENON_SEED=${SEED})`, (t) =>
  crashTelemetry(roundsOf(200), (line) => t.diagnostic(line)))
