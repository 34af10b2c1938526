import { test } from 'node:test'
import { crashDocument } from './documents.ts'
import { roundsOf, SEED } from '../../kernel/testing.ts'

const ROUNDS = roundsOf(60)
test(`50 editors of one document and ${ROUNDS} deaths lose no acknowledged keystroke (TENON_SEED=${SEED})`, (t) =>
  crashDocument(ROUNDS, (line) => t.diagnostic(line)))
