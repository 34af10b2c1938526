import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { addMembers } from './conversation.add.ts'
import { configureConversation } from './conversation.configure.ts'
import { createConversation } from './conversation.create.ts'
import { listMessages } from './message.list.ts'
import { sendMessage } from './message.send.ts'

test('windows of a conversation', async (t) => {
  await using as = await tenon()
  const { conversation: group } = await as.wang!.call(createConversation, {
    kind: 'group',
    name: '窗口',
    people: [as.bo!.id],
  })
  const conversation = group.id
  // The system's first message is number 1.
  for (let n = 2; n <= 23; n++) await as.wang!.call(sendMessage, { conversation, text: `${n}` })
  const window = async (input: object) => {
    const { items, more_before, more_after } = await as.bo!.call(listMessages, {
      conversation,
      ...input,
    })
    const seqs = items.map(({ seq }) => seq)
    const [first, last] = [seqs[0], seqs.at(-1)]
    assert.deepEqual(
      seqs,
      seqs.map((_, index) => first! + index),
      'in order, without holes',
    )
    return [first, last, more_before, more_after]
  }

  await t.test('the last ones, then backwards and forwards by number', async () => {
    assert.deepEqual(await window({ limit: 10 }), [14, 23, true, false])
    assert.deepEqual(await window({ before: 14, limit: 10 }), [4, 13, true, true])
    assert.deepEqual(await window({ before: 4, limit: 10 }), [1, 3, false, true])
    assert.deepEqual(await window({ after: 20, limit: 10 }), [21, 23, true, false])
    assert.deepEqual(await window({ after: 0, limit: 10 }), [1, 10, false, true])
    assert.deepEqual(await window({ after: 5, before: 8 }), [6, 7, true, false])
  })

  await t.test('around one, also at both ends', async () => {
    assert.deepEqual(await window({ around: 12, limit: 6 }), [9, 14, true, true])
    assert.deepEqual(await window({ around: 1, limit: 6 }), [1, 3, false, true])
    assert.deepEqual(await window({ around: 23, limit: 6 }), [20, 23, true, false])
    assert.deepEqual(await window({ after: 23 }), [undefined, undefined, true, false])
    await as.bo!.refuses(listMessages, { conversation, limit: 201 }, 'invalid')
    await as.stranger!.refuses(listMessages, { conversation, around: 1 }, 'notFound')
  })

  await t.test('whoever came later sees no further back than the group lets him', async () => {
    await as.wang!.call(configureConversation, { conversation, history_hidden: true })
    await as.wang!.call(addMembers, { conversation, people: [as.lin!.id] })
    const seen = await as.lin!.call(listMessages, { conversation, around: 3 })
    assert.deepEqual(
      seen.items.map(({ seq }) => seq),
      [24],
    )
    assert.deepEqual([seen.more_before, seen.more_after], [false, false])
    assert.equal((await as.lin!.call(listMessages, { conversation, before: 20 })).items.length, 0)
  })
})
