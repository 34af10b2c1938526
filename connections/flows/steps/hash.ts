import { createHash, timingSafeEqual } from 'node:crypto'
import { T } from '#kernel'
import { defineStep } from '../define-step.ts'
import { oneOf, textOf } from '../given.ts'

const ALGORITHMS = ['sha256', 'sha512', 'sha1', 'md5'] as const
const FORMS = ['hex', 'base64', 'base64url'] as const

export const hash = defineStep({
  kind: 'hash',
  title: 'Hash',
  description:
    'The fingerprint of a text, or whether it is the one expected. SHA-1 and MD5 only for services that want them: they prove nothing.',
  effect: 'pure',
  schema: T.Object({
    text: T.String({ title: 'Text' }),
    algorithm: T.Optional(T.Enum(ALGORITHMS, { title: 'Algorithm', default: 'sha256' })),
    form: T.Optional(T.Enum(FORMS, { title: 'Written as', default: 'hex' })),
    expected: T.Optional(T.String({ title: 'Expected' })),
  }),
  run({ text, algorithm = 'sha256', form = 'hex', expected }) {
    const made = createHash(oneOf(algorithm, ALGORITHMS, 'The algorithm'))
      .update(textOf(text, 'What to hash'))
      .digest(oneOf(form, FORMS, 'The form'))
    if (expected === undefined) return made
    const [left, right] = [Buffer.from(made), Buffer.from(textOf(expected, 'What is expected'))]
    return left.length === right.length && timingSafeEqual(left, right)
  },
})
