import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { configureConversation } from './conversation.configure.ts'
import { editMessage } from './message.edit.ts'
import { listEdits } from './message.history.ts'
import { listMessages } from './message.list.ts'
import { pinMessage } from './message.pin.ts'
import { reactToMessage } from './message.react.ts'
import { recallMessage } from './message.recall.ts'
import { searchMessages } from './message.search.ts'
import { sendMessage } from './message.send.ts'

test('changing messages', async (t) => {
  await using as = await tenon()
  const conversation = as.world.ids['chat.conversation.procurement']!
  const send = (text: string) => as.wang!.call(sendMessage, { conversation, text })
  const shown = async (id: string) =>
    (await as.lin!.call(listMessages, { conversation })).items.find((message) => message.id === id)!

  await t.test('the writer edits his words, and what he said before stays readable', async () => {
    const { id } = await send('报价 4.9 元')
    await as.wang!.call(editMessage, { message: id, text: '报价 4.8 元', mentions: [as.lin!.id] })
    await as.bo!.refuses(editMessage, { message: id, text: '免费' }, 'notYours')
    await as.stranger!.refuses(editMessage, { message: id, text: '免费' }, 'notFound')
    const message = await shown(id)
    assert.deepEqual(
      [message.text, message.mentions, Boolean(message.edited_at)],
      ['报价 4.8 元', [as.lin!.id], true],
    )
    assert.deepEqual(
      (await as.bo!.call(listEdits, { message: id })).items.map(({ text }) => text),
      ['报价 4.9 元'],
    )
    await as.stranger!.refuses(listEdits, { message: id }, 'notFound')
    await as.owner((client) =>
      client.query(
        `UPDATE chat.message SET created_at = now() - interval '25 hours' WHERE id = $1`,
        [id],
      ),
    )
    await as.wang!.refuses(editMessage, { message: id, text: '太晚了' }, 'tooLate')
    await as.wang!.refuses(recallMessage, { message: id }, 'tooLate')
  })

  await t.test('what is recalled is nowhere served again', async () => {
    const { id, seq } = await send('密码是 hengli-2026')
    await as.wang!.call(editMessage, { message: id, text: '密码还是 hengli-2026' })
    await as.bo!.call(reactToMessage, { message: id, emoji: '👀' })
    await as.bo!.refuses(recallMessage, { message: id }, 'notYours')
    await as.stranger!.refuses(recallMessage, { message: id }, 'notFound')
    await as.wang!.call(recallMessage, { message: id })
    const { created_at, recalled_at, ...left } = await shown(id)
    assert.deepEqual(left, {
      id,
      conversation,
      seq,
      kind: 'text',
      sender: as.wang!.id,
      text: '',
      recalled_by: as.wang!.id,
    })
    assert.ok(created_at && recalled_at)
    assert.deepEqual((await as.wang!.call(searchMessages, { text: 'hengli-2026' })).items, [])
    await as.kernel.idle()
    const found = await as.owner(async (client) => {
      const tables = [
        'chat.message',
        'chat.edit',
        'chat.word',
        'kernel.event',
        'kernel.audit',
        'kernel.job',
        'kernel.once',
      ]
      const hits: string[] = []
      for (const table of tables) {
        const { rowCount } = await client.query(
          `SELECT 1 FROM ${table} x WHERE x::text LIKE '%hengli-2026%'`,
        )
        if (rowCount) hits.push(table)
      }
      return hits
    })
    assert.deepEqual(found, [])
    await as.wang!.refuses(editMessage, { message: id, text: '改回来' }, 'noText')
    await as.wang!.refuses(pinMessage, { message: id }, 'gone')
  })

  await t.test('owner and admins recall what others wrote', async () => {
    const { id } = await send('发错群了')
    await as.chen!.call(recallMessage, { message: id })
    assert.equal((await shown(id)).recalled_by, as.chen!.id)
  })

  await t.test('reactions come and go, and order is that of their first use', async () => {
    const { id } = await send('下单了')
    for (const [who, emoji] of [
      [as.bo!, '👍'],
      [as.lin!, '🎉'],
      [as.lin!, '👍'],
      [as.lin!, '👍'],
    ] as const)
      await who.call(reactToMessage, { message: id, emoji })
    assert.deepEqual((await shown(id)).reactions, [
      { emoji: '👍', people: [as.bo!.id, as.lin!.id] },
      { emoji: '🎉', people: [as.lin!.id] },
    ])
    await as.lin!.call(reactToMessage, { message: id, emoji: '🎉', on: false })
    assert.deepEqual((await shown(id)).reactions?.length, 1)
    await as.stranger!.refuses(reactToMessage, { message: id, emoji: '👍' }, 'notFound')
    await as.bo!.refuses(reactToMessage, { message: id, emoji: '<b>' }, 'invalid')
  })

  await t.test('pinned messages are at hand, for those whom the group lets pin', async () => {
    const { id } = await send('送货地址：苏州工业园区……')
    await as.bo!.call(pinMessage, { message: id })
    assert.deepEqual(
      (await as.lin!.call(listMessages, { conversation, pinned: true })).items.map(
        (message) => message.id,
      ),
      [id],
    )
    await as.chen!.call(configureConversation, { conversation, may_pin: 'admins' })
    await as.bo!.refuses(pinMessage, { message: id, on: false }, 'adminsPin')
    await as.chen!.call(pinMessage, { message: id, on: false })
    assert.deepEqual((await as.lin!.call(listMessages, { conversation, pinned: true })).items, [])
    await as.stranger!.refuses(pinMessage, { message: id }, 'notFound')
  })
})
