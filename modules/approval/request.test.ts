import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { createConversation } from '#modules/chat'
import {
  approveRequest,
  createRequest,
  getRequest,
  listRequests,
  rejectRequest,
  withdrawRequest,
} from './index.ts'
import { reassignRequest } from './actions/request.reassign.ts'

let as: Cast
before(async () => {
  as = await tenon()
})
after(() => as[Symbol.asyncDispose]())

const ask = async (title = '纸箱 500 个') =>
  (await as['wang']!.call(createRequest, { title, approver: as['zhao']!.id })).id

test('create: the approver is told at once, and sees the amount as it was written', async () => {
  const amount = { amount: '1', currency: 'JPY' }
  const made = await as['wang']!.call(createRequest, {
    title: '邮票',
    amount,
    reason: '寄样品',
    approver: as['zhao']!.id,
  })
  const { submitter, approver, status } = made
  assert.deepEqual(
    { submitter, approver, status, amount: made.amount },
    {
      submitter: as['wang']!.id,
      approver: as['zhao']!.id,
      status: 'open',
      amount,
    },
  )
  const { items } = (await as['zhao']!.call('notify.notice.list', { limit: 1 })) as {
    items: { title_zh: string; link: string; card: string }[]
  }
  assert.equal(items[0]!.title_zh, '王芳请你审批“邮票”')
  assert.equal(items[0]!.link, `/approvals/${made.id}`)
  assert.ok(items[0]!.card)
})

test('create: refused for oneself, for strangers to the organisation, in a group one is not in', async () => {
  const wang = as['wang']!
  const title = '桌子'
  await wang.refuses(createRequest, { title, approver: wang.id }, 'invalid')
  await wang.refuses(createRequest, { title, approver: as['outsider']!.id }, 'invalid')
  await wang.refuses(createRequest, { title, approver: crypto.randomUUID() }, 'invalid')
  const nothing = { amount: '-100', currency: 'CNY' }
  await wang.refuses(
    createRequest,
    { title, approver: as['zhao']!.id, amount: nothing },
    'noAmount',
  )
  await wang.refuses(createRequest, { title: '', approver: as['zhao']!.id }, 'invalid')
  await wang.refuses(
    createRequest,
    { title, approver: as['zhao']!.id, files: [crypto.randomUUID()] },
    'filesMissing',
  )
  await as.nobody.refuses(createRequest, { title, approver: as['zhao']!.id }, 'unauthenticated')
  const { conversation } = await as['lin']!.call(createConversation, {
    kind: 'group',
    name: '管理层',
    people: [as['zhao']!.id],
  })
  const before = await wang.call(listRequests, { box: 'by_me' })
  await wang.refuses(
    createRequest,
    { title, approver: as['zhao']!.id, conversation: conversation.id },
    'notFound',
  )
  const left = await wang.call(listRequests, { box: 'by_me' })
  assert.equal(left.items.length, before.items.length, 'nothing is left of a refused request')
})

test('create: the longest title fits into all that is told of it', async () => {
  const { id } = await as['wang']!.call(createRequest, {
    title: '长'.repeat(200),
    reason: '长'.repeat(4000),
    approver: as['zhao']!.id,
  })
  await as['zhao']!.call(approveRequest, { request: id, comment: '长'.repeat(2000) })
})

test('create: a file on it is read by whoever may read the request', async () => {
  const wang = as['wang']!
  const blob = `${wang.actor.org}/${crypto.randomUUID()}`
  const kept = await as.kernel.blobs.put(blob, Buffer.from('报价单'))
  const upload = { blob, name: '报价.txt', mime: 'text/plain', ...kept }
  const file = (await wang.call('files.file.upload', { file: upload })) as { id: string }
  const { id } = await wang.call(createRequest, {
    title: '打印机',
    approver: as['zhao']!.id,
    files: [file.id],
  })
  assert.deepEqual((await as['zhao']!.call(getRequest, { request: id })).files, [file.id])
  await as['zhao']!.call('files.file.read', { file: file.id })
  await as['bo']!.refuses('files.file.read', { file: file.id }, 'notFound')
})

test('approve and reject: decided once, with who, when and why', async () => {
  const zhao = as['zhao']!
  const [one, two] = [await ask(), await ask()]
  assert.deepEqual(await zhao.call(approveRequest, { request: one }), {
    request: one,
    status: 'approved',
  })
  assert.deepEqual(await zhao.call(rejectRequest, { request: two, comment: '超预算' }), {
    request: two,
    status: 'rejected',
  })
  const { status, decided_by, decided_at, comment } = await as['wang']!.call(getRequest, {
    request: two,
  })
  assert.deepEqual(
    { status, decided_by, comment },
    { status: 'rejected', decided_by: zhao.id, comment: '超预算' },
  )
  assert.ok(decided_at)
  await zhao.refuses(rejectRequest, { request: one }, 'alreadyDecided')
  await as['wang']!.refuses(rejectRequest, { request: await ask() }, 'notApprover')
  await as['stranger']!.refuses(rejectRequest, { request: two }, 'notFound')
  await as['outsider']!.refuses(rejectRequest, { request: two }, 'notFound')
})

test('withdraw: by its submitter, while it is open', async () => {
  const request = await ask()
  await as['zhao']!.refuses(withdrawRequest, { request }, 'notSubmitter')
  await as['stranger']!.refuses(withdrawRequest, { request }, 'notFound')
  assert.deepEqual(await as['wang']!.call(withdrawRequest, { request }), {
    request,
    status: 'withdrawn',
  })
  await as['wang']!.refuses(withdrawRequest, { request }, 'alreadyDecided')
  await as['zhao']!.refuses(approveRequest, { request }, 'alreadyDecided')
})

test('reassign: an administrator names another approver; nobody else does', async () => {
  const request = await ask('换审批人')
  await as['wang']!.refuses(reassignRequest, { request, approver: as['qian']!.id }, 'forbidden')
  await as['zhao']!.refuses(reassignRequest, { request, approver: as['qian']!.id }, 'forbidden')
  await as['lin']!.refuses(reassignRequest, { request, approver: as['wang']!.id }, 'invalid')
  await as['lin']!.call(reassignRequest, { request, approver: as['qian']!.id })
  await as['zhao']!.refuses(approveRequest, { request }, 'forbidden')
  assert.deepEqual(await as['qian']!.call(approveRequest, { request }), {
    request,
    status: 'approved',
  })
  await as['lin']!.refuses(reassignRequest, { request, approver: as['ma']!.id }, 'alreadyDecided')
})

test('an approver who leaves: the submitter hears of it, and an administrator names another', async () => {
  const [lin, sun, tang] = [as['lin']!, as['sun']!, as['tang']!]
  const { id } = await sun.call(createRequest, { title: '台架', approver: tang.id })
  await lin.call('directory.person.leave', { person: tang.id })
  await as.kernel.idle()
  const { items } = (await sun.call('notify.notice.list', { limit: 1 })) as {
    items: { title_zh: string }[]
  }
  assert.equal(items[0]!.title_zh, '唐宇已离职，“台架”还没有审批')
  await sun.refuses(createRequest, { title: '台架', approver: tang.id }, 'invalid')
  await lin.call(reassignRequest, { request: id, approver: as['xu']!.id })
  await as['xu']!.call(approveRequest, { request: id })
})

test('get and list: submitter, approver and those who oversee; nobody else', async () => {
  const request = await ask('看得见')
  const sees = async (name: string) =>
    (await as[name]!.call(listRequests, { search: '看得见' })).items.length
  assert.deepEqual([await sees('wang'), await sees('zhao'), await sees('lin')], [1, 1, 1])
  assert.deepEqual([await sees('bo'), await sees('stranger'), await sees('outsider')], [0, 0, 0])
  await as['bo']!.refuses(getRequest, { request }, 'notFound')
  await as['outsider']!.refuses(getRequest, { request }, 'notFound')
  const [first] = (await as['wang']!.call(listRequests, { box: 'by_me', expand: ['approver'] }))
    .items as unknown as { approver$: { name: string } }[]
  assert.equal(first!.approver$.name, '赵敏')
  const open = await as['lin']!.call(listRequests, { where: { status: 'open' }, limit: 1 })
  assert.ok(open.items.every(({ status }) => status === 'open') && open.next)
})

test('the face of a request is the card’s alone', async () => {
  await as['lin']!.refuses('approval.request.face', { request: await ask() }, 'notFound')
})
