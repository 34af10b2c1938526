import { test } from 'node:test'
import { SEED } from '../../kernel/testing.ts'
import { crashTelemetry } from './telemetry.ts'

test(`4 deaths under load lose and double no sample and no alarm (TENON_SEED=${SEED})`, (t) =>
  crashTelemetry(4, (line) => t.diagnostic(line)))
