import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { createConversation } from './actions/conversation.create.ts'
import { getConversation } from './actions/conversation.get.ts'
import { listConversations } from './actions/conversation.list.ts'
import { listMessages } from './actions/message.list.ts'
import { sendMessage } from './actions/message.send.ts'

test('a leaver goes out of every group, and his groups pass to who stays', async () => {
  await using as = await tenon()
  const { conversation } = await as.sun!.call(createConversation, {
    kind: 'group',
    name: '轴承项目',
    people: [as.wang!.id, as.bo!.id],
  })
  await as.sun!.call(sendMessage, { conversation: conversation.id, text: '交接文档在这里' })
  await as.he!.refuses('directory.person.leave', { person: as.sun!.id }, 'forbidden')
  await as.lin!.call('directory.person.leave', { person: as.sun!.id })
  await as.kernel.idle()
  const { conversation: now, members } = await as.wang!.call(getConversation, {
    conversation: conversation.id,
  })
  assert.deepEqual([now.owner, now.role, now.members], [as.wang!.id, 'owner', 2])
  assert.deepEqual(
    members.map(({ person }) => person),
    [as.wang!.id, as.bo!.id],
  )
  const { items } = await as.bo!.call(listMessages, { conversation: conversation.id })
  assert.deepEqual(
    items.map(({ text, body }) => text || body?.system?.code),
    ['created', '交接文档在这里', 'left'],
  )
  await as.sun!.refuses(sendMessage, { conversation: conversation.id, text: '再见' }, 'notFound')
  assert.ok(
    (await as.sun!.call(listConversations, {})).items.every(({ kind }) => kind === 'direct'),
  )
})
