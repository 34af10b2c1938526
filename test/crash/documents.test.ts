import { test } from 'node:test'
import { crashDocument } from './documents.ts'
import { SEED } from '../../kernel/testing.ts'

test(`50 editors of one document and 3 deaths lose no acknowledged keystroke (TENON_SEED=${SEED})`, (t) =>
  crashDocument(3, (line) => t.diagnostic(line)))
