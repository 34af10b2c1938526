import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moduleActor } from '#kernel'
import { tenon, type Voice } from '#kernel/testing'
import { muteConversation } from './actions/conversation.mute.ts'
import { readConversation } from './actions/conversation.read.ts'
import { followMessages } from './actions/message.follow.ts'
import { sendMessage } from './actions/message.send.ts'

test('notices go to whoever has not read what concerns him', async () => {
  await using as = await tenon()
  const group = as.world.ids['chat.conversation.procurement']!
  const direct = as.world.ids['chat.conversation.wang_chen']!
  const actor = moduleActor('chat', as.wang!.actor.org, ['chat.use'])
  const follow = async () => {
    while ((await as.kernel.call(followMessages, { rest_ms: 0 }, actor, { door: 'job' })).more)
      continue
  }
  const notices = async (who: Voice) => {
    const { items } = (await who.call('notify.notice.list', { limit: 100 })) as {
      items: { kind: string; link: string; title: string }[]
    }
    return items
      .filter(({ kind }) => kind.startsWith('chat.'))
      .map(({ kind, title }) => [kind, title])
  }
  await follow()
  const before = new Map(
    await Promise.all(
      [as.chen!, as.bo!, as.lin!, as.wang!].map(
        async (who) => [who, (await notices(who)).length] as const,
      ),
    ),
  )
  const fresh = async (who: Voice) => {
    const all = await notices(who)
    return all.slice(0, all.length - before.get(who)!)
  }

  const read = await as.chen!.call(readConversation, { conversation: direct, seq: 1_000_000 })
  assert.ok(read.read_seq > 0)
  await as.wang!.call(sendMessage, { conversation: direct, text: '合同改好了' })
  await as.wang!.call(sendMessage, { conversation: direct, text: '你看一下' })
  await as.bo!.call(muteConversation, { conversation: group, muted: true })
  await as.wang!.call(sendMessage, { conversation: group, text: '没有提到谁' })
  await as.wang!.call(sendMessage, {
    conversation: group,
    text: '@Bo 请回复',
    mentions: [as.bo!.id, as.lin!.id],
  })
  const { seq } = await as.wang!.call(sendMessage, {
    conversation: group,
    text: '@所有人 开会',
    mention_all: true,
  })
  await as.lin!.call(readConversation, { conversation: group, seq })
  await follow()
  await follow()

  assert.deepEqual(await fresh(as.bo!), [['chat.message.mentioned', '王芳 mentioned you in 采购']])
  assert.deepEqual((await fresh(as.chen!)).toSorted(), [
    ['chat.message.direct', '王芳 sent you a message'],
    ['chat.message.mentioned', '王芳 mentioned you in 采购'],
  ])
  assert.deepEqual(await fresh(as.lin!), [])
  assert.deepEqual(await fresh(as.wang!), [])
})
