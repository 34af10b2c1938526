import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { createField } from './field.create.ts'
import { createPerson } from './person.create.ts'
import { linkPerson } from './person.link.ts'
import { updatePerson } from './person.update.ts'
import { updateProfile } from './profile.update.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

type Colleague = {
  id: string
  rev: number
  name: string
  email?: string
  mobile?: string
  custom?: object
  account?: string
}
const get = (voice: Cast[string], person: string) =>
  voice!.call('directory.person.get', { person }) as Promise<Colleague>
const ida = {
  name: ' Ida Holm ',
  email: 'Ida@Yuanshan.example',
  mobile: '139 1111 2222',
  staff_no: 'YS900',
}

test('an administrator adds a person, who is found at once; a member may not', async () => {
  const made = (await as.lin!.call(createPerson, ida)) as Colleague
  assert.deepEqual(
    { name: made.name, email: made.email, mobile: made.mobile },
    { name: 'Ida Holm', email: 'ida@yuanshan.example', mobile: '+8613911112222' },
  )
  await as.stranger!.refuses(createPerson, { name: 'Somebody' }, 'forbidden')
  await as.nobody.refuses(createPerson, { name: 'Somebody' }, 'unauthenticated')
  await as.outsider!.refuses('directory.person.get', { person: made.id }, 'notFound')
})

test('e-mail, mobile and staff number are unique among colleagues, whatever their spelling', async () => {
  for (const twin of [
    { email: 'IDA@yuanshan.example' },
    { mobile: '+86 13911112222' },
    { staff_no: 'YS900' },
  ]) {
    await as.lin!.refuses(createPerson, { name: 'Twin', ...twin }, 'taken')
  }
  await as.lin!.refuses(createPerson, { name: 'X', email: 'nowhere' }, 'emailUnclear')
  await as.lin!.refuses(createPerson, { name: 'X', mobile: 'none' }, 'mobileUnclear')
  await as.lin!.refuses(createPerson, { name: '  ' }, 'invalid')
  await as.outsider!.call(createPerson, { name: 'Ida elsewhere', email: 'ida@yuanshan.example' })
})

test('changes keep the tree of managers free of circles, and a stale revision is refused', async () => {
  const { wang, chen, lin } = as
  await lin!.refuses(updatePerson, { person: chen!.id, manager: wang!.id }, 'managerCircle')
  await lin!.refuses(updatePerson, { person: chen!.id, manager: as.outsider!.id }, 'invalid')
  const { rev } = await get(lin!, wang!.id)
  await lin!.call(updatePerson, { person: wang!.id, rev, job_title: '高级采购专员' })
  await lin!.refuses(updatePerson, { person: wang!.id, rev, job_title: '其他' }, 'conflict')
  await as.zhao!.refuses(updatePerson, { person: wang!.id, name: 'X' }, 'forbidden')
  const cleared = (await lin!.call(updatePerson, { person: wang!.id, mobile: null })) as Colleague
  assert.equal(cleared.mobile, undefined)
})

test('custom values are checked against their definitions', async () => {
  await as.lin!.call(createField, {
    key: 'shirt',
    title: '工服尺码',
    kind: 'choice',
    choices: ['S', 'M', 'L'],
  })
  const done = (await as.lin!.call(updatePerson, {
    person: as.bo!.id,
    custom: { shirt: 'L' },
  })) as Colleague
  assert.deepEqual(done.custom, { shirt: 'L' })
  await as.lin!.refuses(updatePerson, { person: as.bo!.id, custom: { shirt: 'XXL' } }, 'invalid')
  await as.lin!.refuses(updatePerson, { person: as.bo!.id, custom: { hat: 'L' } }, 'invalid')
  const cleared = (await as.lin!.call(updatePerson, {
    person: as.bo!.id,
    custom: { shirt: null },
  })) as Colleague
  assert.deepEqual(cleared.custom, {})
})

test('who hides contact details is not seen, filtered or sorted by them outside his department', async () => {
  await as.bo!.call(updateProfile, { contact_visibility: 'department' })
  assert.equal((await get(as.wang!, as.bo!.id)).email, 'bo.larsen@yuanshan.example')
  assert.equal((await get(as.zhao!, as.bo!.id)).email, undefined)
  const guess = { where: { email: 'bo.larsen@yuanshan.example' } }
  assert.deepEqual(await as.zhao!.call('directory.person.list', guess), { items: [] })
  const prefix = { where: { email: { startsWith: 'bo.l' } } }
  assert.deepEqual(await as.zhao!.call('directory.person.list', prefix), { items: [] })
  await as.outsider!.refuses('directory.person.get', { person: as.bo!.id }, 'notFound')
})

test('a hidden person is not in the directory, except for administrators and his manager', async () => {
  await as.lin!.call(updatePerson, { person: as.bo!.id, visibility: 'hidden' })
  await as.zhao!.refuses('directory.person.get', { person: as.bo!.id }, 'notFound')
  await get(as.chen!, as.bo!.id)
  await as.lin!.call(updatePerson, { person: as.bo!.id, visibility: null })
  await get(as.zhao!, as.bo!.id)
})

test('linking an account is an inner action: no door has it', async () => {
  await as.lin!.refuses(linkPerson, { person: as.bo!.id, account: as.bo!.id }, 'notFound')
})

test('mobile and e-mail are seen as far as the range of the right reaches', async () => {
  const { zhao, bo, chen } = as
  const ranged = (range?: 'self' | 'department') => {
    const scopes = new Map(chen!.actor.scopes)
    scopes.delete('directory.manage')
    if (range) scopes.set('directory.contact', range)
    else scopes.delete('directory.contact')
    return as.of({ ...chen!.actor, scopes })
  }
  const seen = async (range?: 'self' | 'department') => {
    const { items } = (await ranged(range).call('directory.person.list', {
      where: { id: { in: [zhao!.id, bo!.id, chen!.id, as.sun!.id] }, mobile: { ne: null } },
      sort: ['name_key'],
    })) as { items: { name: string }[] }
    return items.map(({ name }) => name)
  }
  assert.deepEqual(await seen('department'), ['Bo Larsen', '陈涛', '孙伟'])
  assert.deepEqual(await seen('self'), ['Bo Larsen', '陈涛', '孙伟'].slice(0, 3))
  assert.ok(!(await seen()).includes('赵敏'))
})
