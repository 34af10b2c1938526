import { test } from 'node:test'
import { holdWriter } from './held.ts'

test('a writer held open for 30 s does not stop chat', () => holdWriter(30_000))
