import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { createRequest } from '#modules/approval'
import { getCard, pressCard } from '#modules/cards'
import { readFile } from '#modules/files'
import { shareCard } from './card.share.ts'
import { forwardMessages } from './message.forward.ts'
import { listMessages } from './message.list.ts'
import { recallMessage } from './message.recall.ts'
import { sendMessage } from './message.send.ts'
import { upload } from '../testing.ts'

test('forwarding', async (t) => {
  await using as = await tenon()
  const from = as.world.ids['chat.conversation.procurement']!
  const to = as.world.ids['chat.conversation.finance']!
  const last = async (conversation: string) =>
    (await as.zhao!.call(listMessages, { conversation, limit: 1 })).items[0]!

  await t.test('one by one, files included, with a note', async () => {
    const { id: words } = await as.wang!.call(sendMessage, {
      conversation: from,
      text: '恒力报价 4.9 元',
    })
    const { id: paper } = await as.wang!.call(sendMessage, {
      conversation: from,
      kind: 'file',
      file: await upload(as, as.wang!, '合同.txt', '三成预付'),
    })
    const input = { messages: [paper, words], conversations: [to], note: '请财务看一下' }
    await as.stranger!.refuses(forwardMessages, input, 'missing')
    await as.wang!.refuses(forwardMessages, input, 'notFound')
    const { messages } = await as.chen!.call(forwardMessages, input)
    assert.equal(messages.length, 3)
    const { items } = await as.zhao!.call(listMessages, { conversation: to, limit: 3 })
    assert.deepEqual(
      items.map(({ text, body }) => [text, body?.forwarded?.sender_name]),
      [
        ['恒力报价 4.9 元', '王芳'],
        ['合同.txt', '王芳'],
        ['请财务看一下', undefined],
      ],
    )
    const file = items[1]!.body!.file!.id
    await as.zhao!.call(readFile, { file })
    await as.wang!.refuses(readFile, { file }, 'notFound')
  })

  await t.test('combined, as they were, whatever happens to the originals', async () => {
    const one = await as.wang!.call(sendMessage, { conversation: from, text: '第一句' })
    const two = await as.bo!.call(sendMessage, { conversation: from, text: 'Second line' })
    await as.chen!.call(forwardMessages, {
      messages: [two.id, one.id],
      conversations: [to],
      mode: 'combined',
    })
    await as.wang!.call(recallMessage, { message: one.id })
    const message = await last(to)
    assert.equal(message.kind, 'combined')
    assert.equal(message.body?.combined?.title, '采购')
    assert.deepEqual(
      message.body?.combined?.items.map(({ sender_name, text }) => [sender_name, text]),
      [
        ['王芳', '第一句'],
        ['Bo Larsen', 'Second line'],
      ],
    )
    await as.chen!.refuses(forwardMessages, { messages: [one.id], conversations: [to] }, 'cannotGo')
    await as.chen!.refuses(
      forwardMessages,
      { messages: [two.id, message.id], conversations: [to], mode: 'combined' },
      'invalid',
    )
  })

  await t.test('a card goes along alive: both copies are one card', async () => {
    await as.wang!.call(createRequest, {
      title: '6204 轴承 2000 只',
      approver: as.zhao!.id,
      amount: { amount: '980000', currency: 'CNY' },
      conversation: from,
    })
    const { items } = await as.chen!.call(listMessages, { conversation: from, limit: 1 })
    const posted = items[0]!
    assert.deepEqual([posted.kind, posted.sender], ['card', as.wang!.id])
    await as.chen!.call(forwardMessages, { messages: [posted.id], conversations: [to] })
    const copy = await last(to)
    assert.equal(copy.body!.card!.card, posted.body!.card!.card)
    const changed: string[] = []
    const stop = as.kernel.onEvent(
      ({ type, stream }) => void (type === 'cards.card.changed' && changed.push(stream)),
    )
    const press = {
      delivery: copy.body!.card!.delivery,
      name: 'approve',
      input: { comment: '同意' },
    }
    await as.lin!.refuses(pressCard, { ...press, client_action_id: 'lin' }, 'notApprover')
    const pressed = await as.zhao!.call(pressCard, { ...press, client_action_id: 'zhao' })
    assert.equal(pressed.result, 'ok')
    assert.deepEqual(
      await as.zhao!.call(pressCard, { ...press, client_action_id: 'zhao' }),
      pressed,
    )
    await as.kernel.idle()
    stop()
    assert.deepEqual(
      changed.toSorted(),
      [`chat.conversation:${from}`, `chat.conversation:${to}`, `person:${as.zhao!.id}`].toSorted(),
    )
    for (const [who, message] of [
      [as.bo!, posted],
      [as.lin!, copy],
    ] as const) {
      const card = await who.call(getCard, { delivery: message.body!.card!.delivery })
      assert.equal((card.data as { status: string }).status, 'approved')
    }
    await as.stranger!.refuses(getCard, { delivery: copy.body!.card!.delivery }, 'notFound')
    await as.bo!.refuses(getCard, { delivery: copy.body!.card!.delivery }, 'notFound')
  })

  await t.test('a card is shared from its page by who sees it, where he may write', async () => {
    const { items } = await as.chen!.call(listMessages, { conversation: from, limit: 1 })
    const card = items[0]!.body!.card!.card
    const place = as.world.ids['chat.conversation.chen_zhao']!
    await as.stranger!.refuses(shareCard, { card, conversations: [place] }, 'notFound')
    await as.wang!.refuses(shareCard, { card, conversations: [place] }, 'notFound')
    await as.zhao!.call(shareCard, { card, conversations: [place] })
    assert.equal((await last(place)).body?.card?.card, card)
  })
})
