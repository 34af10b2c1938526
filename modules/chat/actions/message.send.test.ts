import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { listMessages } from './message.list.ts'
import { sendMessage } from './message.send.ts'

test('members write, and nobody else', async () => {
  await using as = await tenon()
  const conversation = as.world.ids['chat.conversation.procurement']!
  const sent = await as.wang.call(sendMessage, { conversation, text: '轴承到了', client_id: 'a' })
  const again = await as.wang.call(sendMessage, { conversation, text: '轴承到了', client_id: 'a' })
  assert.deepEqual(again, sent)
  const { items, people } = await as.bo.call(listMessages, { conversation, limit: 2 })
  const { id, seq, created_at } = sent
  assert.deepEqual(items.at(-1), { id, created_at, conversation, seq, kind: 'text', sender: as.wang.id, text: '轴承到了', client_id: 'a' })
  assert.ok(people.some(({ name }) => name === '王芳'))
  for (const who of [as.stranger, as.outsider]) {
    await who.refuses(sendMessage, { conversation, text: 'hello' }, 'notFound')
    await who.refuses(listMessages, { conversation }, 'notFound')
  }
  await as.nobody.refuses(sendMessage, { conversation, text: 'hello' }, 'unauthenticated')
})
