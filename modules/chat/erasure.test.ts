import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { forwardCard } from '#modules/cards'
import { forwardMessages } from './actions/message.forward.ts'
import { listMessages } from './actions/message.list.ts'
import { sendMessage } from './actions/message.send.ts'

test('an erased person is named nowhere in chat and cards; ids stay', async () => {
  await using as = await tenon()
  const conversation = as.world.ids['chat.conversation.procurement']!
  const to = as.world.ids['chat.conversation.finance']!
  const { id } = await as.wang!.call(sendMessage, { conversation, text: '四点开会' })
  const ask = { title: '轮胎', approver: as.zhao!.id, conversation }
  await as.wang!.call('approval.request.create', ask)
  const { items } = await as.chen!.call(listMessages, { conversation, limit: 1 })
  const { delivery } = items[0]!.body!.card!
  await as.kernel.call(
    forwardCard,
    { delivery, space: `chat.conversation:${to}`, beyond: true },
    as.chen!.actor,
    { door: 'module' },
  )
  for (const mode of ['single', 'combined'] as const) {
    await as.chen!.call(forwardMessages, { messages: [id], conversations: [to], mode })
  }
  await as.lin!.call('directory.person.leave', { person: as.wang!.id })
  await as.lin!.call('audit.person.erase', { person: as.wang!.id, confirm: '王芳' })
  await as.kernel.idle()
  const named = await as.owner(async (client) => {
    const found = []
    for (const table of ['chat.message', 'cards.card', 'cards.delivery']) {
      const { rows } = await client.query<{ row: string }>(
        `SELECT x::text AS row FROM ${table} x WHERE x::text LIKE '%王芳%' AND x::text NOT LIKE '%王芳你提个采购单%'`,
      )
      found.push(...rows.map(({ row }) => `${table} ${row}`))
    }
    return found
  })
  assert.deepEqual(named, [])
  const left = (await as.zhao!.call(listMessages, { conversation: to, limit: 2 })).items
  assert.deepEqual(
    [left[0]!.body?.forwarded, left[1]!.body?.combined?.items[0]?.sender_name],
    [{ sender: as.wang!.id, sender_name: 'Removed person' }, 'Removed person'],
  )
})
