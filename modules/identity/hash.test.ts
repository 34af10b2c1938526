import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseOptions } from '@node-rs/argon2'
import { hashPassword, isPassword } from './hash.ts'

test('passwords are stored as argon2id with 19 MiB and two passes, each with a salt of its own', async () => {
  const [a, b] = await Promise.all([hashPassword('copper kettle'), hashPassword('copper kettle')])
  assert.notEqual(a, b)
  assert.match(a, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.equal(parseOptions(a).memoryCost, 19_456)
  assert.ok(await isPassword(a, 'copper kettle'))
  assert.ok(!(await isPassword(a, 'copper kettles')))
  // Composed or decomposed, the same word.
  assert.ok(await isPassword(await hashPassword('Zürich im Regen'), 'Zu\u0308rich im Regen'))
})

test('no hash is no password, whatever is typed', async () => {
  for (const stored of [null, undefined]) assert.equal(await isPassword(stored, ''), false)
})

test('a flood waits in line up to a bound, and is refused beyond it', async () => {
  const hash = await hashPassword('copper kettle')
  const results = await Promise.allSettled(Array.from({ length: 80 }, () => isPassword(hash, 'x')))
  const refused = results.filter((result) => result.status === 'rejected')
  assert.equal(refused.length, 80 - 64 - 2)
  assert.ok(refused.every((result) => (result.reason as { code: string }).code === 'limited'))
  assert.ok(await isPassword(hash, 'copper kettle'), 'and the line moves on')
})
