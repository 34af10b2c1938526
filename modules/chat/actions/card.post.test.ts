import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { getCard } from '#modules/cards'
import { listConversations } from './conversation.list.ts'
import { listMessages } from './message.list.ts'
import { postCard } from './card.post.ts'

test('a module posts a card for a member, and for nobody else', async () => {
  await using as = await tenon()
  const conversation = as.world.ids['chat.conversation.procurement']!
  const ask = { title: '6204 轴承 2000 只', approver: as.zhao!.id }
  await as.wang!.call('approval.request.create', { ...ask, conversation })
  await as.sun!.refuses('approval.request.create', { ...ask, conversation }, 'notFound')
  const { items } = await as.bo!.call(listMessages, { conversation, limit: 1 })
  const message = items[0]!
  assert.deepEqual(
    [message.kind, message.text, message.body?.card?.policy],
    ['card', '王芳: 6204 轴承 2000 只', 'live'],
  )
  const { card, delivery } = message.body!.card!
  assert.equal((await as.bo!.call(getCard, { delivery })).card, card)
  const [first] = (await as.bo!.call(listConversations, { limit: 1 })).items
  assert.deepEqual([first?.id, first?.last?.text], [conversation, '王芳: 6204 轴承 2000 只'])
  await as.wang!.refuses(postCard, { conversation, card }, 'notFound')
})
