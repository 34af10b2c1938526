import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon, type Voice } from '#kernel/testing'
import type { StreamEvent } from '#kernel'
import { addMembers } from './conversation.add.ts'
import { configureConversation } from './conversation.configure.ts'
import { createConversation } from './conversation.create.ts'
import { dissolveConversation } from './conversation.dissolve.ts'
import { getConversation } from './conversation.get.ts'
import { hideConversation } from './conversation.hide.ts'
import { leaveConversation } from './conversation.leave.ts'
import { listConversations } from './conversation.list.ts'
import { muteConversation } from './conversation.mute.ts'
import { setNotice } from './conversation.notice.ts'
import { pinConversation } from './conversation.pin.ts'
import { promoteMember } from './conversation.promote.ts'
import { readConversation } from './conversation.read.ts'
import { removeMembers } from './conversation.remove.ts'
import { renameConversation } from './conversation.rename.ts'
import { searchConversations } from './conversation.search.ts'
import { transferConversation } from './conversation.transfer.ts'
import { getSeat } from './member.get.ts'
import { listMembers } from './member.list.ts'
import { listMessages } from './message.list.ts'
import { listReaders } from './message.readers.ts'
import { searchMessages } from './message.search.ts'
import { sendMessage } from './message.send.ts'
import { startTyping } from './typing.start.ts'
import { readFile } from '#modules/files'
import { upload } from '../testing.ts'

test('conversations', async (t) => {
  await using as = await tenon()
  const mine = async (who: Voice, id: string) =>
    (await who.call(listConversations, { limit: 100 })).items.find((one) => one.id === id)

  await t.test('two people have one conversation, whoever opens it', async () => {
    const one = await as.sun!.call(createConversation, { kind: 'direct', people: [as.qian!.id] })
    const same = await as.qian!.call(createConversation, { kind: 'direct', people: [as.sun!.id] })
    assert.equal(one.conversation.id, same.conversation.id)
    assert.deepEqual([one.conversation.peer?.name, same.conversation.peer?.name], ['钱丽', '孙伟'])
    await as.sun!.refuses(createConversation, { kind: 'direct', people: [as.sun!.id] }, 'invalid')
    await as.sun!.refuses(
      createConversation,
      { kind: 'direct', people: [as.outsider!.id] },
      'notFound',
    )
    await as.sun!.refuses(createConversation, { kind: 'group', people: [as.qian!.id] }, 'invalid')
    await as.sun!.refuses(
      renameConversation,
      { conversation: one.conversation.id, name: '我们' },
      'conflict',
    )
  })

  const { conversation: group } = await as.wang!.call(createConversation, {
    kind: 'group',
    name: '轴承项目',
    people: [as.bo!.id, as.sun!.id],
  })
  const conversation = group.id
  const outside = [as.stranger!, as.outsider!]

  await t.test('members see it, nobody else does', async () => {
    assert.deepEqual(
      (await as.bo!.call(getConversation, { conversation })).members.map(({ name, role }) => [
        name,
        role,
      ]),
      [
        ['王芳', 'owner'],
        ['Bo Larsen', 'member'],
        ['孙伟', 'member'],
      ],
    )
    assert.equal((await as.bo!.call(listMembers, { conversation, limit: 2 })).items.length, 2)
    for (const who of outside) {
      for (const action of [
        getConversation,
        listMembers,
        getSeat,
        startTyping,
        readConversation,
        leaveConversation,
      ]) {
        await who.refuses(
          action,
          action === readConversation ? { conversation, seq: 1 } : { conversation },
          'notFound',
        )
      }
      for (const [action, input] of [
        [renameConversation, { name: 'x' }],
        [setNotice, { notice: 'x' }],
        [configureConversation, { may_add: 'all' }],
        [addMembers, { people: [who.id] }],
        [removeMembers, { people: [as.bo!.id] }],
        [transferConversation, { person: who.id }],
        [promoteMember, { person: who.id, role: 'admin' }],
        [muteConversation, { muted: true }],
        [pinConversation, { top: true }],
        [hideConversation, { hidden: true }],
      ] as const) {
        await who.refuses(action, { conversation, ...input }, 'notFound')
      }
      assert.equal(await mine(who, conversation), undefined)
    }
    assert.equal((await mine(as.bo!, conversation))?.last?.kind, 'system')
    assert.equal((await mine(as.bo!, conversation))?.unread, 0)
  })

  await t.test('unread counts follow cursors; what the system says does not count', async () => {
    const { seq, id } = await as.wang!.call(sendMessage, { conversation, text: '开个小会' })
    await as.wang!.call(sendMessage, { conversation, text: '三点' })
    assert.equal((await mine(as.bo!, conversation))?.unread, 2)
    const heard: StreamEvent[] = []
    const stop = as.kernel.onEvent((event) => heard.push(event))
    assert.deepEqual(await as.bo!.call(readConversation, { conversation, seq }), {
      read_seq: seq,
      read_posts: 1,
    })
    assert.deepEqual(await as.bo!.call(readConversation, { conversation, seq: 1 }), {
      read_seq: seq,
      read_posts: 1,
    })
    await as.bo!.call(startTyping, { conversation })
    stop()
    assert.deepEqual(
      heard.map(({ type, stream, seq: n }) => [type, stream, n]),
      [
        ['chat.conversation.set', `person:${as.bo!.id}`, undefined],
        ['chat.member.read', `chat.conversation:${conversation}`, undefined],
        ['chat.typing.started', `chat.conversation:${conversation}`, undefined],
      ],
    )
    assert.equal((await mine(as.bo!, conversation))?.unread, 1)
    const readers = await as.wang!.call(listReaders, { message: id })
    assert.deepEqual(
      [
        readers.read.map(({ name }) => name),
        readers.unread.map(({ name }) => name),
        readers.read_count,
        readers.unread_count,
      ],
      [['Bo Larsen'], ['孙伟'], 1, 1],
    )
    await as.bo!.refuses(listReaders, { message: id }, 'notYours')
    await as.stranger!.refuses(listReaders, { message: id }, 'notFound')
    assert.equal(
      (await as.bo!.call(readConversation, { conversation, seq: 1_000_000 })).read_seq,
      seq + 1,
    )
    assert.equal((await mine(as.bo!, conversation))?.unread, 0)
  })

  await t.test('owner and admins steer, members do not', async () => {
    await as.bo!.refuses(renameConversation, { conversation, name: 'Bearings' }, 'forbidden')
    await as.bo!.refuses(setNotice, { conversation, notice: 'x' }, 'forbidden')
    await as.bo!.refuses(configureConversation, { conversation, may_add: 'admins' }, 'forbidden')
    await as.bo!.refuses(
      promoteMember,
      { conversation, person: as.bo!.id, role: 'admin' },
      'notOwner',
    )
    await as.wang!.call(promoteMember, { conversation, person: as.bo!.id, role: 'admin' })
    await as.bo!.call(renameConversation, { conversation, name: '轴承 Bearings' })
    await as.bo!.call(setNotice, { conversation, notice: '样件周五到' })
    await as.bo!.call(configureConversation, { conversation, may_add: 'admins' })
    await as.sun!.refuses(addMembers, { conversation, people: [as.lin!.id] }, 'adminsAdd')
    const seen = await mine(as.sun!, conversation)
    assert.deepEqual(
      [seen?.name, seen?.notice, seen?.notice_by, seen?.may_add],
      ['轴承 Bearings', '样件周五到', as.bo!.id, 'admins'],
    )
    await as.bo!.refuses(removeMembers, { conversation, people: [as.wang!.id] }, 'notHim')
    await as.wang!.refuses(
      promoteMember,
      { conversation, person: as.wang!.id, role: 'member' },
      'isOwner',
    )
    await as.wang!.refuses(
      promoteMember,
      { conversation, person: as.lin!.id, role: 'admin' },
      'noMember',
    )
  })

  await t.test('newcomers see history or not, as the group says', async () => {
    assert.deepEqual(
      await as.wang!.call(addMembers, { conversation, people: [as.lin!.id, as.bo!.id] }),
      { added: [as.lin!.id] },
    )
    assert.ok(
      (await as.lin!.call(listMessages, { conversation })).items.some(
        ({ text }) => text === '开个小会',
      ),
    )
    assert.equal((await mine(as.lin!, conversation))?.unread, 0)
    await as.wang!.call(configureConversation, { conversation, history_hidden: true })
    await as.wang!.call(addMembers, { conversation, people: [as.chen!.id] })
    assert.deepEqual(
      (await as.chen!.call(listMessages, { conversation })).items.map(
        ({ body }) => body?.system?.code,
      ),
      ['added'],
    )
    assert.deepEqual((await as.chen!.call(searchMessages, { text: '小会' })).items, [])
    assert.equal((await as.bo!.call(searchMessages, { text: '小会' })).items.length, 1)
  })

  await t.test('whoever is removed receives nothing more', async () => {
    const events: StreamEvent[] = []
    const stop = as.kernel.onEvent((event) => events.push(event))
    assert.deepEqual(await as.bo!.call(removeMembers, { conversation, people: [as.chen!.id] }), {
      removed: [as.chen!.id],
    })
    stop()
    assert.deepEqual(
      events.map(({ type, stream }) => [type, stream]),
      [
        ['chat.message.sent', `chat.conversation:${conversation}`],
        ['chat.member.left', `chat.conversation:${conversation}`],
        ['chat.conversation.removed', `person:${as.chen!.id}`],
      ],
    )
    await assert.rejects(as.kernel.mayJoin(`chat.conversation:${conversation}`, as.chen!.actor), {
      code: 'notFound',
    })
    await as.kernel.mayJoin(`chat.conversation:${conversation}`, as.sun!.actor)
    await as.chen!.refuses(sendMessage, { conversation, text: '我还在吗' }, 'notFound')
    await as.chen!.refuses(listMessages, { conversation }, 'notFound')
  })

  await t.test('a group is handed over before its owner leaves', async () => {
    await as.wang!.refuses(leaveConversation, { conversation }, 'ownerStays')
    await as.bo!.refuses(transferConversation, { conversation, person: as.bo!.id }, 'notOwner')
    await as.wang!.refuses(transferConversation, { conversation, person: as.zhao!.id }, 'noMember')
    await as.wang!.call(transferConversation, { conversation, person: as.sun!.id })
    await as.wang!.call(leaveConversation, { conversation })
    const { conversation: now, members } = await as.sun!.call(getConversation, { conversation })
    assert.deepEqual(
      [now.owner, now.role, now.members, members.length],
      [as.sun!.id, 'owner', 3, 3],
    )
  })

  await t.test('one’s own settings: on top, muted, hidden until the next message', async () => {
    await as.bo!.call(pinConversation, { conversation, top: true })
    const { items, next } = await as.bo!.call(listConversations, { limit: 1 })
    assert.deepEqual([items[0]!.id, Boolean(items[0]!.top_at)], [conversation, true])
    const rest = await as.bo!.call(listConversations, { cursor: next!, limit: 100 })
    assert.ok(rest.items.length > 0 && rest.items.every(({ id }) => id !== conversation))
    assert.deepEqual(
      rest.items.map(({ last_at }) => last_at),
      rest.items
        .map(({ last_at }) => last_at)
        .toSorted()
        .toReversed(),
    )
    await as.bo!.refuses(listConversations, { cursor: 'nonsense' }, 'invalid')
    await as.bo!.call(muteConversation, { conversation, muted: true })
    assert.equal((await mine(as.bo!, conversation))?.muted, true)
    await as.bo!.call(hideConversation, { conversation, hidden: true })
    assert.equal(await mine(as.bo!, conversation), undefined)
    await as.sun!.call(sendMessage, { conversation, text: '样件到了' })
    assert.equal((await mine(as.bo!, conversation))?.unread, 1)
  })

  await t.test('a picture of the group is seen by its members', async () => {
    const avatar = await upload(as, as.sun!, 'bearing.txt', 'not really a picture')
    await as.bo!.refuses(configureConversation, { conversation, avatar }, 'noPicture')
    await as.sun!.call(configureConversation, { conversation, avatar })
    assert.equal((await mine(as.bo!, conversation))?.avatar, avatar)
    await as.bo!.call(readFile, { file: avatar })
    await as.stranger!.refuses(readFile, { file: avatar }, 'notFound')
  })

  await t.test('the owner dissolves a group; nobody is in it any more', async () => {
    const { conversation: made } = await as.sun!.call(createConversation, {
      kind: 'group',
      name: '临时群',
      people: [as.bo!.id],
    })
    await as.bo!.refuses(dissolveConversation, { conversation: made.id }, 'notOwner')
    await as.stranger!.refuses(dissolveConversation, { conversation: made.id }, 'notFound')
    const events: StreamEvent[] = []
    const stop = as.kernel.onEvent((event) => events.push(event))
    await as.sun!.call(dissolveConversation, { conversation: made.id })
    stop()
    assert.deepEqual(
      events
        .filter(({ type }) => type === 'chat.conversation.removed')
        .map(({ stream }) => stream)
        .toSorted(),
      [`person:${as.sun!.id}`, `person:${as.bo!.id}`].toSorted(),
    )
    for (const who of [as.sun!, as.bo!])
      await who.refuses(getConversation, { conversation: made.id }, 'notFound')
  })

  await t.test('found by name and by pinyin', async () => {
    for (const text of ['轴承', 'zhoucheng', 'bearings']) {
      assert.ok(
        (await as.bo!.call(searchConversations, { text })).items.some(
          ({ id }) => id === conversation,
        ),
        text,
      )
    }
    assert.ok(
      (await as.wang!.call(searchConversations, { text: 'chentao' })).items.some(
        ({ peer }) => peer?.name === '陈涛',
      ),
    )
    assert.deepEqual((await as.stranger!.call(searchConversations, { text: '轴承' })).items, [])
  })
})
