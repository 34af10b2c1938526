import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { StreamEvent } from '#kernel/kernel'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { getCard, pressCard } from '#modules/cards'
import { createConversation, forwardMessages, listMessages } from '#modules/chat'
import { callerOf, openDoors } from '../../test/contract/doors.ts'
import { approveRequest, createRequest, getRequest, listRequests } from './index.ts'

/** Scene S1, steps 1 to 4, at the doors of the modules. */
let as: Cast
let purchasing: string
let finance: string
const told: StreamEvent[] = []

before(async () => {
  as = await tenon()
  const group = async (owner: Voice, name: string, ...people: Voice[]) => {
    const made = await owner.call(createConversation, {
      kind: 'group',
      name,
      people: people.map(({ id }) => id),
    })
    return made.conversation.id
  }
  purchasing = await group(as['chen']!, '采购', as['wang']!, as['bo']!)
  finance = await group(as['chen']!, '财务', as['zhao']!, as['qian']!)
  as.kernel.onEvent((event) => told.push(event))
})
after(() => as[Symbol.asyncDispose]())

const cardIn = async (voice: Voice, conversation: string) => {
  const { items } = await voice.call(listMessages, { conversation })
  const message = items.find(({ kind }) => kind === 'card')!
  return { message: message.id, ...message.body!.card! }
}
const press = (delivery: string, name: string, input?: Record<string, unknown>) => ({
  delivery,
  name,
  client_action_id: crypto.randomUUID(),
  ...(input ? { input } : {}),
})

let request: string

test('1. a request made in a group is a card for everybody there', async () => {
  const made = await as['wang']!.call(createRequest, {
    title: '轮胎 700x28，200 条',
    amount: { amount: '980000', currency: 'CNY' },
    reason: '秋季生产',
    approver: as['zhao']!.id,
    conversation: purchasing,
  })
  request = made.id
  await as.kernel.idle()

  for (const member of ['wang', 'chen', 'bo']) {
    const { delivery } = await cardIn(as[member]!, purchasing)
    const card = await as[member]!.call(getCard, { delivery })
    assert.deepEqual(card.data, {
      id: request,
      title: '轮胎 700x28，200 条',
      reason: '秋季生产',
      amount: { amount: '980000', currency: 'CNY' },
      submitter: { id: as['wang']!.id, name: '王芳' },
      approver: { id: as['zhao']!.id, name: '赵敏' },
      status: 'open',
      open: true,
    })
    assert.equal(card.summary, '王芳: 轮胎 700x28，200 条')
  }
  const inbox = (await as['zhao']!.call('cards.card.list', {})) as { items: { summary: string }[] }
  assert.deepEqual(inbox.items.map(({ summary }) => summary).slice(0, 1), [
    '王芳: 轮胎 700x28，200 条',
  ])
  const waiting = await as['zhao']!.call(listRequests, { box: 'to_me' })
  assert.deepEqual(
    waiting.items.map(({ id }) => id),
    [request],
  )
})

test('2. the approver, no member of that group, approves on the forwarded copy; every copy changes', async () => {
  const zhao = as['zhao']!
  const { message, card } = await cardIn(as['chen']!, purchasing)
  await zhao.refuses(listMessages, { conversation: purchasing }, 'notFound')
  await as['chen']!.call(forwardMessages, { messages: [message], conversations: [finance] })

  const copy = await cardIn(zhao, finance)
  assert.equal(copy.card, card)
  assert.equal(copy.policy, 'live')
  told.length = 0
  const pressed = await zhao.call(pressCard, press(copy.delivery, 'approve', { comment: '可以' }))
  assert.deepEqual(pressed.output, { request, status: 'approved' })
  await as.kernel.idle()

  const changed = told.filter(({ type }) => type === 'cards.card.changed')
  assert.deepEqual(
    changed.map(({ stream }) => stream).sort(),
    [`chat.conversation:${finance}`, `chat.conversation:${purchasing}`, `person:${zhao.id}`].sort(),
  )
  for (const [voice, conversation] of [
    [as['bo']!, purchasing],
    [as['qian']!, finance],
  ] as const) {
    const { delivery } = await cardIn(voice, conversation)
    const { data } = await voice.call(getCard, { delivery })
    const { status, open, decided } = data as {
      status: string
      open: boolean
      decided: { by: object; comment: string }
    }
    assert.deepEqual(
      { status, open, by: decided.by, comment: decided.comment },
      {
        status: 'approved',
        open: false,
        by: { id: zhao.id, name: '赵敏' },
        comment: '可以',
      },
    )
  }
  assert.equal((await as['wang']!.call(getRequest, { request })).status, 'approved')
  assert.deepEqual((await zhao.call(listRequests, { box: 'to_me' })).items, [])
  const notices = (await as['wang']!.call('notify.notice.list', {})) as {
    items: { title_zh: string; body: string }[]
  }
  assert.deepEqual(notices.items.map(({ title_zh, body }) => [title_zh, body]).slice(0, 1), [
    ['赵敏同意了“轮胎 700x28，200 条”', '可以'],
  ])
})

test('3. a bystander who sees the card is refused with the reason; a stranger learns nothing', async () => {
  const { id } = await as['wang']!.call(createRequest, {
    title: '内胎',
    approver: as['zhao']!.id,
    conversation: purchasing,
  })
  await as.kernel.idle()
  const { items } = await as['bo']!.call(listMessages, { conversation: purchasing })
  const copy = items.find(({ kind, text }) => kind === 'card' && text.includes('内胎'))!.body!.card!
  const refusal = await as['bo']!.refuses(pressCard, press(copy.delivery, 'approve'), 'forbidden')
  assert.match(refusal.message, /Only its approver decides/)
  await as['bo']!.refuses(approveRequest, { request: id }, 'forbidden')
  // The submitter's manager sees the card in the group, and may still not decide.
  await as['chen']!.refuses(approveRequest, { request: id }, 'forbidden')
  await as['wang']!.refuses(approveRequest, { request: id }, 'notApprover')
  await as['stranger']!.refuses(approveRequest, { request: id }, 'notFound')
  await as['outsider']!.refuses(approveRequest, { request: id }, 'notFound')
  await as.nobody.refuses(approveRequest, { request: id }, 'unauthenticated')
  await as['stranger']!.refuses(pressCard, press(copy.delivery, 'approve'), 'notFound')
  assert.equal((await as['zhao']!.call(getRequest, { request: id })).status, 'open')
})

test('4. a second decision is told that it is already decided, by call and by card', async () => {
  const zhao = as['zhao']!
  const { delivery } = await cardIn(zhao, finance)
  await zhao.refuses(approveRequest, { request }, 'alreadyDecided')
  await zhao.refuses('approval.request.reject', { request }, 'alreadyDecided')
  await zhao.refuses(pressCard, press(delivery, 'approve'), 'alreadyDecided')
  await as['lin']!.refuses(approveRequest, { request }, 'alreadyDecided')
})

test('4. and the same on every door: HTTP, MCP, the socket', async () => {
  await using doors = await openDoors(as)
  const zhao = await callerOf('zhao', as['zhao']!)
  const bo = await callerOf('bo', as['bo']!)
  for (const door of doors.doors) {
    const again = await door.knock(zhao, 'approval.request.approve', { request })
    assert.equal(again.code, 'alreadyDecided', door.name)
    const bystander = await door.knock(bo, 'approval.request.approve', { request })
    assert.equal(bystander.code, 'forbidden', door.name)
  }
})

test('of two decisions at the same moment one holds, and the other is told', async () => {
  const zhao = as['zhao']!
  const { id } = await as['wang']!.call(createRequest, { title: '链条', approver: zhao.id })
  const answers = await Promise.allSettled([
    zhao.call(approveRequest, { request: id }),
    zhao.call('approval.request.reject', { request: id }),
    zhao.call(approveRequest, { request: id }),
  ])
  const codes = answers.map((answer) =>
    answer.status === 'fulfilled' ? 'ok' : (answer.reason as { code: string }).code,
  )
  assert.deepEqual(codes.sort(), ['alreadyDecided', 'alreadyDecided', 'ok'])
})
