import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nameKeys } from './pinyin.ts'

const finds = (name: string, typed: string): boolean => {
  const { keys, parts } = nameKeys(name)
  return [...keys, ...parts].some((key) => key.startsWith(typed))
}

test('a name is found by characters, pinyin, initials and mixtures, from any syllable on', () => {
  for (const typed of ['林', '林岚', '岚', 'linlan', 'linl', 'll', 'llan', 'lan']) {
    assert.ok(finds('林岚', typed), typed)
  }
  assert.ok(!finds('林岚', 'an'))
})

test('surnames are read as surnames, and ü as v or u', () => {
  assert.ok(finds('单晓', 'shan') && finds('曾乐', 'zeng'))
  assert.ok(finds('吕梦', 'lv') && finds('吕梦', 'lu'))
})

test('Latin names are found by every word and without accents', () => {
  for (const typed of ['oscar', 'nunez', 'oscarn', 'on'])
    assert.ok(finds('Óscar Núñez', typed), typed)
})

test('sorting goes by syllable and tone, so the same surname stands together', () => {
  const names = ['林岚', '蔺芳', '林晨', 'Lindsay', '安然', '李四']
  const sorted = names.toSorted((a, b) => (nameKeys(a).name_key < nameKeys(b).name_key ? -1 : 1))
  assert.deepEqual(sorted, ['安然', '李四', '林晨', '林岚', '蔺芳', 'Lindsay'])
})

test('rare characters and empty names break nothing', () => {
  assert.ok(finds('𠮷田', 'tian'))
  assert.equal(nameKeys('👍').name_key, '👍')
})
