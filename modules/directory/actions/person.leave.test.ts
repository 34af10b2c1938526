import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { membershipsOf } from '#modules/parties'
import { tenon, type Cast } from '#kernel/testing'
import { createPerson } from './person.create.ts'
import { leavePerson } from './person.leave.ts'
import { rehirePerson } from './person.rehire.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

const get = (person: string) =>
  as.lin!.call('directory.person.get', { person }) as Promise<Record<string, string>>

test('a leaver loses every right at once; his people and departments are handed on', async () => {
  const { lin, chen, wang, bo } = as
  const account = (await get(chen!.id))['account']!
  await wang!.refuses(leavePerson, { person: chen!.id }, 'forbidden')
  await lin!.refuses(leavePerson, { person: lin!.id }, 'yourself')
  await lin!.refuses(leavePerson, { person: as.outsider!.id }, 'notFound')

  await lin!.refuses(leavePerson, { person: chen!.id, successor: chen!.id }, 'invalid')
  assert.deepEqual(await lin!.call(leavePerson, { person: chen!.id, successor: bo!.id }), {
    status: 'left',
  })
  assert.equal((await get(wang!.id))['manager'], bo!.id)
  assert.equal((await get(bo!.id))['manager'], lin!.id)
  const department = as.world.ids['directory.department.procurement']!
  const { leader } = (await lin!.call('directory.department.get', { department })) as {
    leader: string
  }
  assert.equal(leader, bo!.id)
  assert.equal(await as.kernel.actorOf(lin!.actor.org, chen!.id), undefined)
  const rest = await membershipsOf(as.kernel.database.reader(lin!.actor.org).sql, account)
  assert.deepEqual(rest, [])
  assert.deepEqual(await lin!.call(leavePerson, { person: chen!.id }), { status: 'left' })
})

test('taken back under the same record, unless somebody has his number meanwhile', async () => {
  const { lin, chen, wang } = as
  await lin!.refuses(rehirePerson, { person: wang!.id }, 'notLeft')
  const { email = '' } = await get(chen!.id)
  const twin = (await lin!.call(createPerson, { name: 'New Chen', email })) as { id: string }
  await lin!.refuses(rehirePerson, { person: chen!.id }, 'taken')
  await lin!.call(leavePerson, { person: twin.id })
  await wang!.refuses(rehirePerson, { person: chen!.id }, 'forbidden')
  assert.deepEqual(await lin!.call(rehirePerson, { person: chen!.id }), { status: 'active' })
  assert.equal((await as.person('chen')).actor.name, '陈涛')
})
