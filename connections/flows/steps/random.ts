import { randomBytes, randomInt } from 'node:crypto'
import { newId, T } from '#kernel'
import { defineStep } from '../define-step.ts'
import { oneOf, wholeOf } from '../given.ts'

const WHATS = ['id', 'token', 'number', 'digits'] as const

export const random = defineStep({
  kind: 'random',
  title: 'Random',
  description:
    'A new id, a token that nobody guesses, a number below a limit, or so many digits; the same one however often the run goes on.',
  effect: 'durable',
  harmless: true,
  schema: T.Object({
    what: T.Enum(WHATS, { title: 'What' }),
    below: T.Optional(T.Integer({ title: 'Below', minimum: 1, maximum: 2 ** 47 })),
    length: T.Optional(T.Integer({ title: 'Length', minimum: 1, maximum: 128 })),
  }),
  run({ what, below = 1_000_000, length = 32 }) {
    const long = wholeOf(length, 'The length', 1, 128)
    switch (oneOf(what, WHATS, 'What')) {
      case 'id':
        return newId()
      case 'token':
        return randomBytes(long).toString('base64url').slice(0, long)
      case 'number':
        return randomInt(wholeOf(below, 'The limit', 1, 2 ** 47))
      case 'digits':
        return Array.from({ length: long }, () => randomInt(10)).join('')
    }
  },
})
