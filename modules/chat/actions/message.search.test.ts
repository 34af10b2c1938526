import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moduleActor } from '#kernel'
import { tenon } from '#kernel/testing'
import { createConversation } from './conversation.create.ts'
import { editMessage } from './message.edit.ts'
import { followMessages } from './message.follow.ts'
import { searchMessages } from './message.search.ts'
import { sendMessage } from './message.send.ts'

test('searching messages', async () => {
  await using as = await tenon()
  const { conversation: group } = await as.wang!.call(createConversation, {
    kind: 'group',
    name: '搜索',
    people: [as.bo!.id],
  })
  const conversation = group.id
  const texts = [
    '采购部门的自行车轴承询价单',
    'Please check KR-6204 bearings, 50% off',
    '财务审批通过了',
    '自行车 车架 喷涂',
    '50 percent',
  ]
  const ids: string[] = []
  for (const text of texts) ids.push((await as.wang!.call(sendMessage, { conversation, text })).id)
  const [inquiry, bearing, approval, frame] = ids as [string, string, string, string, string]
  const found = async (text: string, more = {}) =>
    (await as.bo!.call(searchMessages, { text, conversation, ...more })).items.map(({ id }) => id)

  const check = async () => {
    assert.deepEqual(await found('询价'), [inquiry])
    assert.deepEqual(await found('价单'), [inquiry])
    assert.deepEqual(await found('自行车'), [frame, inquiry])
    assert.deepEqual(await found('询价 轴承'), [inquiry])
    assert.deepEqual(await found('kr-6204'), [bearing])
    assert.deepEqual(await found('beari'), [bearing])
    assert.deepEqual(await found('ＫＲ６２０４'.slice(0, 2)), [bearing])
    assert.deepEqual(await found('批', { limit: 1 }), [approval])
    assert.deepEqual(await found('自行车', { sender: as.chen!.id }), [])
    assert.deepEqual(await found('，。'), [])
    for (const who of [as.stranger!, as.outsider!]) {
      assert.deepEqual((await who.call(searchMessages, { text: '自行车' })).items, [])
      assert.deepEqual((await who.call(searchMessages, { text: '自行车', conversation })).items, [])
    }
    const first = await as.bo!.call(searchMessages, { text: '自行车', conversation, limit: 1 })
    assert.deepEqual(
      (
        await as.bo!.call(searchMessages, {
          text: '自行车',
          conversation,
          limit: 1,
          cursor: first.next!,
        })
      ).items.map(({ id }) => id),
      [inquiry],
    )
  }
  await check()
  await as.kernel.call(
    followMessages,
    { rest_ms: 0 },
    moduleActor('chat', as.wang!.actor.org, ['chat.use']),
    { door: 'job' },
  )
  assert.equal(
    (
      await as.owner((client) =>
        client.query('SELECT 1 FROM chat.word WHERE message = ANY($1)', [ids]),
      )
    ).rowCount,
    5,
  )
  await check()
  // Once indexed, the words of a question may stand apart and in another order.
  assert.deepEqual(await found('轴承询价自行车'), [inquiry])

  await as.wang!.call(editMessage, { message: inquiry, text: '改成脚踏询价单' })
  assert.deepEqual(await found('自行车'), [frame])
  assert.deepEqual(await found('脚踏'), [inquiry])
})
