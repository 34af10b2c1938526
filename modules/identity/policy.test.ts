import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPassword } from './policy.ts'

const refused = (password: string, own: string[] = []): boolean => {
  try {
    checkPassword(password, own)
    return false
  } catch {
    return true
  }
}

test('what is guessed first is refused', () => {
  const bad = [
    'password12',
    'P@ssw0rd2026!',
    'Password!!!!',
    '1234567890',
    '0987654321',
    'qwertyuiop',
    'qwerty123456',
    'aaaaaaaaaaaa',
    'abababababab',
    'woaini1314520',
    'iloveyou2026',
    'Admin@123456',
    'abcdefghijkl',
    'welcome2026!',
    '1qaz2wsx3edc',
    'passwordpassword',
    'asdfghjkl123',
  ]
  assert.deepEqual(
    bad.filter((password) => !refused(password)),
    [],
  )
})

test('one’s own name or address with a few digits is refused', () => {
  assert.ok(refused('chen.tao12', ['chen.tao@yuanshan.example']))
  assert.ok(refused('Yuanshan2026', ['Yuanshan']))
})

test('sentences, random text and other languages are welcome', () => {
  const good = [
    'copper kettle on the hill',
    'T7#qm2Lw9z',
    '山高月小水落石出看这里',
    'nine-tailed fox 42',
    'x8vd-thk2-5udm',
    'Zürich im Regen!',
  ]
  assert.deepEqual(
    good.filter((password) => refused(password)),
    [],
  )
})
