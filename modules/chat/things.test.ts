import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { addThing } from './actions/thing.add.ts'
import { createConversation } from './actions/conversation.create.ts'
import { configureConversation } from './actions/conversation.configure.ts'
import { getConversation } from './actions/conversation.get.ts'
import { removeThing } from './actions/thing.remove.ts'

test('a device stands in a group by somebody of it, under its name, and is no member', async () => {
  await using as = await tenon()
  const { conversation } = await as.lin.call(createConversation, {
    kind: 'group',
    name: '车间',
    people: [as.bo.id, as.chen.id],
  })
  const inside = { door: 'module' }
  const add = {
    conversation: conversation.id,
    kind: 'device' as const,
    thing: as.world.ids['devices.device.oven']!,
    name: '烘房',
  }
  await as.bo.refuses(addThing, add, 'notFound')
  await as.wang.refuses(addThing, add, 'notFound', inside)
  assert.deepEqual(await as.bo.call(addThing, add, inside), { added: true })
  assert.deepEqual(await as.bo.call(addThing, { ...add, name: '烘房 2' }, inside), { added: false })
  const shown = await as.chen.call(getConversation, { conversation: conversation.id })
  assert.deepEqual(
    [shown.things, shown.conversation.members],
    [[{ thing: add.thing, kind: 'device', name: '烘房 2' }], 3],
  )
  assert.equal(shown.conversation.last?.system !== undefined, true)
  await as.lin.call(configureConversation, { conversation: conversation.id, may_add: 'admins' })
  await as.bo.refuses(addThing, { ...add, thing: as.bo.id }, 'adminsAdd', inside)
  await as.lin.refuses(removeThing, { thing: add.thing }, 'notFound')
  const { conversations } = await as.lin.call(
    removeThing,
    { thing: add.thing, conversation: conversation.id },
    inside,
  )
  assert.deepEqual(conversations, [conversation.id])
  assert.deepEqual(
    (await as.chen.call(getConversation, { conversation: conversation.id })).things,
    [],
  )
})
