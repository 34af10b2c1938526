import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { emailOf, passwordOf, signIn } from '../testing.ts'
import { getMe } from './me.get.ts'
import { storeMe } from './me.store.ts'
import { updateMe } from './me.update.ts'
import { createSession } from './session.create.ts'

test('one changes name and language freely, and what one signs in with by the password', async () => {
  await using as = await tenon()
  const { voice } = await signIn(as, 'chen')
  const password = passwordOf(as)
  await voice.call(updateMe, { name: 'Tao', locale: 'zh-CN' })
  await voice.refuses(updateMe, { email: 'tao@new.example' }, 'wrong')
  await voice.refuses(updateMe, { email: emailOf['lin']!, password }, 'accountExists')
  await voice.call(updateMe, { email: 'Tao@New.example', mobile: '139 1111 2222', password })
  const { account } = await voice.call(getMe, {})
  assert.deepEqual(account, {
    id: voice.actor.account,
    name: 'Tao',
    email: 'tao@new.example',
    mobile: '+8613911112222',
    locale: 'zh-CN',
    totp: false,
  })
  for (const login of ['tao@new.example', '13911112222'])
    assert.equal((await as.nobody.call(createSession, { login, password })).next, 'done')
  await as.nobody.refuses(createSession, { login: emailOf['chen']!, password }, 'wrong')
  await as.nobody.refuses(updateMe, { name: 'x' }, 'needsSession')
  await as.lin!.refuses(storeMe, { account: as.chen!.actor.account!, name: 'x' }, 'notFound')
})
