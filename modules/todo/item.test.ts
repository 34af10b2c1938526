import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { StreamEvent } from '#kernel'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { approveRequest, createRequest, withdrawRequest } from '#modules/approval'
import { callerOf, openDoors } from '../../test/contract/doors.ts'
import { statementsOf } from '../../test/contract/statements.ts'
import { countItems } from './actions/item.count.ts'
import { dropItem } from './actions/item.drop.ts'
import { reopenItem } from './actions/item.reopen.ts'
import { updateItem } from './actions/item.update.ts'
import {
  completeItem,
  createItem,
  listItems,
  putItems,
  settleItems,
  withdrawItems,
} from './index.ts'
import { addDays, boundsOf, sortKey } from './order.ts'

let as: Cast
/** She has nothing to do in the sample world. */
let shan: Voice
const TODAY = '2026-11-23'
before(async () => {
  as = await tenon()
  shan = as['shan']!
})
after(() => as[Symbol.asyncDispose]())

const titles = async (who: Voice, input: object = {}) =>
  (await who.call(listItems, { today: TODAY, ...input })).items.map(({ title }) => title)

test('one’s own: written down, sorted by day and priority, ticked off, reopened, deleted', async () => {
  for (const [title, due_on, priority] of [
    ['later', '2026-12-24', 'normal'],
    ['whenever', undefined, 'urgent'],
    ['today, low', TODAY, 'low'],
    ['today, urgent', TODAY, 'urgent'],
    ['late', '2026-11-20', 'normal'],
    ['tomorrow', '2026-11-24', 'normal'],
  ] as const)
    await shan.call(createItem, { title, priority, ...(due_on ? { due_on } : {}) })
  assert.deepEqual(await titles(shan), [
    'late',
    'today, urgent',
    'today, low',
    'tomorrow',
    'later',
    'whenever',
  ])
  assert.deepEqual(await shan.call(countItems, { today: TODAY }), {
    open: 6,
    overdue: 1,
    today: 2,
    week: 1,
    later: 1,
    undated: 1,
    done: 0,
  })
  assert.deepEqual(await titles(shan, { bucket: 'today' }), ['today, urgent', 'today, low'])
  assert.deepEqual(await titles(shan, { bucket: 'undated' }), ['whenever'])
  assert.deepEqual(await titles(shan, { bucket: 'week' }), ['tomorrow'])

  const [late] = (await shan.call(listItems, { bucket: 'overdue', today: TODAY })).items
  const moved = await shan.call(updateItem, { item: late!.id, due_on: null, title: 'no hurry' })
  assert.equal(moved.due_on, undefined)
  await shan.call(completeItem, { item: late!.id })
  await shan.refuses(completeItem, { item: late!.id }, 'notOpen')
  assert.deepEqual(await titles(shan, { state: 'done' }), ['no hurry'])
  await shan.call(reopenItem, { item: late!.id })
  await shan.refuses(reopenItem, { item: late!.id }, 'isOpen')
  await shan.call(dropItem, { item: late!.id })
  assert.equal((await titles(shan)).includes('no hurry'), false)
})

test('nobody else sees or touches it, not even an owner, on no door', async () => {
  const { id } = await shan.call(createItem, { title: '私事' })
  await using doors = await openDoors(as)
  for (const door of doors.doors) {
    for (const name of ['lin', 'stranger', 'outsider']) {
      const who = await callerOf(name, as[name]!)
      for (const action of ['get', 'complete', 'update', 'drop', 'reopen'])
        assert.equal(
          (await door.knock(who, `todo.item.${action}`, { item: id })).code,
          'notFound',
          `${door.name} ${name} ${action}`,
        )
    }
    const nobody = await callerOf('nobody', as.nobody)
    assert.equal((await door.knock(nobody, 'todo.item.list', {})).code, 'unauthenticated')
  }
  assert.equal((await titles(as['lin']!, { search: '私事' })).length, 0)
})

test('an open request is a to-do of its approver until it is decided or withdrawn', async () => {
  const [wang, zhao, qian] = [as['wang']!, as['zhao']!, as['qian']!]
  const heard: StreamEvent[] = []
  const stop = as.kernel.onEvent((event) => heard.push(event))
  const { id: request } = await wang.call(createRequest, { title: '轴承', approver: zhao.id })
  const [item] = (await zhao.call(listItems, { search: '轴承', source: 'approval' })).items
  assert.equal(item!.link, `/approvals/${request}`)
  assert.ok(item!.card)
  assert.ok(
    heard.some(
      ({ type, stream }) => type === 'todo.item.changed' && stream === `person:${zhao.id}`,
    ),
  )
  // It wants a decision, not a tick; and it is not the person's own to change.
  await zhao.refuses(completeItem, { item: item!.id }, 'atSource')
  await zhao.refuses(updateItem, { item: item!.id, title: '别的' }, 'forbidden')
  await zhao.refuses(dropItem, { item: item!.id }, 'forbidden')

  await as['lin']!.call('approval.request.reassign', { request, approver: qian.id })
  assert.deepEqual(await titles(zhao, { search: '轴承', source: 'approval' }), [])
  assert.ok(
    heard.some(
      ({ type, stream }) => type === 'todo.item.removed' && stream === `person:${zhao.id}`,
    ),
  )
  assert.deepEqual(await titles(qian, { search: '轴承' }), ['轴承'])
  await qian.call(approveRequest, { request })
  assert.deepEqual(await titles(qian, { search: '轴承' }), [])
  assert.deepEqual(await titles(qian, { search: '轴承', state: 'done' }), ['轴承'])

  const { id: second } = await wang.call(createRequest, { title: '轮组', approver: zhao.id })
  await wang.call(withdrawRequest, { request: second })
  assert.deepEqual(await titles(zhao, { search: '轮组' }), [])
  stop()
})

test('only a module puts and settles, never another’s, and never somebody else’s action', async () => {
  const item = { key: 'x', person: shan.id, title: '假的' }
  await as['lin']!.refuses(putItems, { items: [item] }, 'notFound')
  await as['lin']!.refuses(settleItems, { keys: ['x'], state: 'done' }, 'notFound')
  await as['lin']!.refuses(putItems, { items: [item] }, 'forbidden', { door: 'module' })
  const foreign = { ...item, done: { action: 'approval.request.approve', input: {} } }
  await as['lin']!.refuses(putItems, { items: [foreign] }, 'forbidden', { door: 'module' })
})

test('a list costs one statement, whatever its length', async () => {
  await as.kernel.idle()
  for (const action of [listItems, countItems]) {
    const heard = await statementsOf(() => shan.call(action, {}))
    assert.equal(heard.filter(({ text }) => /todo/.test(text)).length, 1, action.id)
  }
})

test('a leaver’s list is dropped', async () => {
  const tang = as['tang']!
  const { id } = await tang.call(createItem, { title: '交接' })
  await as['lin']!.call('directory.person.leave', { person: tang.id })
  await as.kernel.idle()
  const state = await as.owner(
    async (client) =>
      (await client.query<{ state: string }>('SELECT state FROM todo.item WHERE id = $1', [id]))
        .rows[0]!.state,
  )
  assert.equal(state, 'dropped')
})

test('days and order', () => {
  assert.equal(addDays('2026-02-28', 1), '2026-03-01')
  assert.deepEqual(boundsOf('week', '2026-12-30'), { gte: '2026-12-31', lt: '2027-01-07' })
  assert.equal(boundsOf('undated', TODAY), null)
  assert.ok(sortKey(TODAY, 'low') < sortKey('2026-11-24', 'urgent'))
  assert.ok(sortKey('2099-01-01', 'low') < sortKey(undefined, 'urgent'))
})

test('a module that goes takes all it has put off the lists, and nobody else’s', async () => {
  const source = { ...shan.actor, kind: 'module' as const, id: 'leaving' }
  const leaving = as.of(source)
  await leaving.call(
    putItems,
    { items: ['a', 'b'].map((key) => ({ key, person: shan.id, title: `leaving ${key}` })) },
    { door: 'module' },
  )
  await shan.call(createItem, { title: 'mine stays' })
  const { withdrawn } = await leaving.call(withdrawItems, {}, { door: 'module' })
  assert.equal(withdrawn, 2)
  const left = await titles(shan)
  assert.ok(left.includes('mine stays'))
  assert.deepEqual(
    left.filter((title) => title.startsWith('leaving')),
    [],
  )
})
