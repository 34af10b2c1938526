import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon, type Voice } from '#kernel/testing'
import { readFile } from '#modules/files'
import { configureConversation } from './conversation.configure.ts'
import { createConversation } from './conversation.create.ts'
import { listConversations } from './conversation.list.ts'
import { removeMembers } from './conversation.remove.ts'
import { listMentions } from './mention.list.ts'
import { listMessages } from './message.list.ts'
import { sendMessage } from './message.send.ts'
import { upload } from '../testing.ts'

test('writing in a conversation', async (t) => {
  await using as = await tenon()
  const conversation = as.world.ids['chat.conversation.procurement']!

  await t.test('members write and read, once per client id; nobody else does', async () => {
    const sent = await as.wang!.call(sendMessage, {
      conversation,
      text: '轴承到了',
      client_id: 'a',
    })
    assert.deepEqual(
      await as.wang!.call(sendMessage, { conversation, text: '轴承到了', client_id: 'a' }),
      sent,
    )
    await as.wang!.refuses(
      sendMessage,
      { conversation, text: '别的话', client_id: 'a' },
      'conflict',
    )
    const { items, people } = await as.bo!.call(listMessages, { conversation, limit: 2 })
    const { id, seq, created_at } = sent
    assert.deepEqual(items.at(-1), {
      id,
      created_at,
      conversation,
      seq,
      kind: 'text',
      sender: as.wang!.id,
      text: '轴承到了',
      client_id: 'a',
    })
    assert.ok(people.some(({ name }) => name === '王芳'))
    for (const who of [as.stranger!, as.outsider!]) {
      await who.refuses(sendMessage, { conversation, text: 'hello' }, 'notFound')
      await who.refuses(listMessages, { conversation }, 'notFound')
    }
    await as.nobody.refuses(sendMessage, { conversation, text: 'hello' }, 'unauthenticated')
    await as.wang!.refuses(sendMessage, { conversation, text: '  ' }, 'invalid')
  })

  await t.test('a mention is counted for who is named, until he reads or writes', async () => {
    const { seq } = await as.wang!.call(sendMessage, {
      conversation,
      text: '@Bo 看一下',
      mentions: [as.bo!.id],
    })
    await as.wang!.call(sendMessage, { conversation, text: '@所有人', mention_all: true })
    const mine = async (who: Voice) =>
      (await who.call(listConversations, {})).items.find(({ id }) => id === conversation)!
    assert.equal((await mine(as.bo!)).mentions, 2)
    assert.equal((await mine(as.lin!)).mentions, 1)
    assert.equal((await mine(as.wang!)).mentions, 0)
    assert.equal((await mine(as.wang!)).unread, 0)
    const { items } = await as.bo!.call(listMentions, { limit: 5 })
    assert.deepEqual(
      items.slice(0, 2).map((message) => message.seq),
      [seq + 1, seq],
    )
    await as.bo!.call(sendMessage, { conversation, text: 'On it.' })
    assert.deepEqual([(await mine(as.bo!)).mentions, (await mine(as.bo!)).unread], [0, 0])
  })

  await t.test('replies and threads stay within their conversation', async () => {
    const root = await as.wang!.call(sendMessage, { conversation, text: '付款条件怎么定？' })
    await as.chen!.call(sendMessage, { conversation, text: '三成预付', reply_to: root.id })
    await as.chen!.call(sendMessage, { conversation, text: '在话题里说', thread: root.id })
    await as.lin!.call(sendMessage, { conversation, text: '好', thread: root.id })
    const { items } = await as.lin!.call(listMessages, { conversation, thread: root.id })
    assert.deepEqual(
      items.map(({ text, replies }) => [text, replies]),
      [
        ['付款条件怎么定？', 2],
        ['在话题里说', undefined],
        ['好', undefined],
      ],
    )
    const elsewhere = as.world.ids['chat.conversation.finance']!
    await as.lin!.refuses(
      sendMessage,
      { conversation: elsewhere, text: '好', reply_to: root.id },
      'notFound',
    )
    await as.lin!.refuses(
      sendMessage,
      { conversation: elsewhere, text: '好', thread: root.id },
      'notFound',
    )
  })

  await t.test('a group’s rules hold for members and not for its admins', async () => {
    await as.chen!.call(configureConversation, {
      conversation,
      may_send: 'admins',
      may_mention_all: 'admins',
    })
    await as.wang!.refuses(sendMessage, { conversation, text: '可以说话吗' }, 'forbidden')
    await as.chen!.call(sendMessage, { conversation, text: '先听我说', mention_all: true })
    await as.chen!.call(configureConversation, { conversation, may_send: 'all' })
    await as.wang!.refuses(
      sendMessage,
      { conversation, text: '@所有人', mention_all: true },
      'forbidden',
    )
    await as.wang!.call(sendMessage, { conversation, text: '收到' })
  })

  await t.test('an upload goes with one message, to those who may read it', async () => {
    const file = await upload(as, as.wang!, '报价单.txt', '6204 轴承 4.9 元')
    await as.bo!.refuses(sendMessage, { conversation, kind: 'file', file }, 'notFound')
    await as.wang!.refuses(
      sendMessage,
      { conversation: as.world.ids['chat.conversation.finance']!, kind: 'file', file },
      'notFound',
    )
    const { id } = await as.wang!.call(sendMessage, { conversation, kind: 'file', file })
    await as.wang!.refuses(sendMessage, { conversation, kind: 'file', file }, 'notFound')
    const { items } = await as.bo!.call(listMessages, { conversation, limit: 1 })
    assert.equal(items[0]!.id, id)
    assert.equal(items[0]!.body?.file?.name, '报价单.txt')
    await as.bo!.call(readFile, { file })
    await as.stranger!.refuses(readFile, { file }, 'notFound')
  })

  await t.test(
    'many senders at once: numbers without holes or repeats, in each conversation',
    async () => {
      const other = as.world.ids['chat.conversation.finance']!
      const texts = Array.from({ length: 150 }, (_, index) => index)
      const before = new Map(
        await Promise.all(
          [conversation, other].map(
            async (id) =>
              [
                id,
                (await as.lin!.call(listMessages, { conversation: id, limit: 1 })).items[0]!.seq,
              ] as const,
          ),
        ),
      )
      const sent = await Promise.all(
        texts.map((index) => {
          const who = [as.chen!, as.lin!][index % 2]!
          return who.call(sendMessage, {
            conversation: index % 3 ? conversation : other,
            text: `第 ${index} 条`,
          })
        }),
      )
      for (const [id, last] of before) {
        const numbers = sent
          .filter((one) => one.conversation === id)
          .map(({ seq }) => seq)
          .toSorted((a, b) => a - b)
        assert.deepEqual(
          numbers,
          numbers.map((_, index) => last + 1 + index),
        )
      }
    },
  )

  await t.test(
    'nothing of a removed member comes after his removal, whatever the race',
    async () => {
      const { conversation: group } = await as.wang!.call(createConversation, {
        kind: 'group',
        name: '比赛',
        people: [as.bo!.id, as.sun!.id],
      })
      const racing = Array.from({ length: 80 }, async (_, index) => {
        if (index === 30)
          await as.wang!.call(removeMembers, { conversation: group.id, people: [as.bo!.id] })
        const who = index % 2 ? as.bo! : as.sun!
        return who
          .call(sendMessage, { conversation: group.id, text: `${index}` })
          .catch((error: { code: string }) => error.code)
      })
      const outcomes = await Promise.all(racing)
      const { items } = await as.sun!.call(listMessages, { conversation: group.id, limit: 200 })
      assert.deepEqual(
        items.map(({ seq }) => seq),
        items.map((_, index) => index + 1),
      )
      const removed = items.find(({ body }) => body?.system?.code === 'removed')!.seq
      assert.ok(items.every(({ sender, seq }) => sender !== as.bo!.id || seq < removed))
      const acknowledged = outcomes.flatMap((one) => (typeof one === 'string' ? [] : [one.id]))
      assert.deepEqual(
        acknowledged.toSorted(),
        items
          .filter(({ kind }) => kind === 'text')
          .map(({ id }) => id)
          .toSorted(),
      )
      assert.ok(outcomes.every((one) => typeof one !== 'string' || one === 'notFound'))
    },
  )
})
