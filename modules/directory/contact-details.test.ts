import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emailOf, mobileOf } from './contact-details.ts'

test('e-mail addresses of any script are accepted and compared in lower case', () => {
  assert.equal(emailOf(' François0@Adventure-Works.com '), 'françois0@adventure-works.com')
  assert.equal(emailOf('王芳@例子.中国'), '王芳@例子.中国')
  for (const wrong of ['', 'nobody', 'a@', '@b', 'a b@c', 'a@b@c', `${'x'.repeat(260)}@y.z`]) {
    assert.equal(emailOf(wrong), undefined, wrong)
  }
})

test('mobile numbers in every habit of writing are one number', () => {
  for (const text of [
    '13800100003',
    '+86 138 0010 0003',
    '0086-138-0010-0003',
    '８６１３８００１００００３',
  ]) {
    assert.equal(mobileOf(text), '+8613800100003')
  }
  assert.equal(mobileOf('+45 20 12 34 56'), '+4520123456')
  assert.equal(mobileOf('call me'), undefined)
})
