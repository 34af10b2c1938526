import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, bound, buttonOf, drawn, rootFor, words, type View } from './draw.ts'
import { forwarded } from './policy.ts'

const view: View = {
  order: ['a', 'b', 'c', 'd'],
  components: {
    a: { kind: 'heading', text: { path: 'title' } },
    b: { kind: 'text', text: { path: 'private.note' }, when: { path: 'private.note' } },
    c: {
      kind: 'button',
      name: 'approve',
      text: 'Approve',
      action: 'x.y.z',
      input: { id: { path: 'id' } },
      when: { path: 'viewer.is.approver' },
    },
    d: { kind: 'tag', text: 'open', when: { path: 'status', is: 'open' } },
  },
}
const data = {
  id: '1',
  title: '轴承',
  status: 'open',
  approver: { id: 'zhao', name: '赵敏' },
  amount: { amount: '-123456789', currency: 'CNY' },
}

test('each audience is drawn its own view of the same data', () => {
  const ids = (viewer: string, own?: unknown) =>
    drawn(view, rootFor(data, { id: viewer }, own)).map(({ id }) => id)
  assert.deepEqual(ids('zhao', { note: '预算够' }), ['a', 'b', 'c', 'd'])
  assert.deepEqual(ids('lin'), ['a', 'd'])
  assert.equal(buttonOf(view, 'approve')?.action, 'x.y.z')
  assert.equal(buttonOf(view, 'toString'), undefined)
})

test('words and inputs come from paths, and paths reach own data only', () => {
  assert.equal(
    words(
      { text: ['为 ', { path: 'approver' }, ' ', { path: 'amount' }, { path: 'absent' }] },
      data,
    ),
    '为 赵敏 CNY -1,234,567.89',
  )
  assert.deepEqual(
    bound(
      { request: { path: 'id' }, list: [{ path: 'title' }], gone: { path: 'absent' }, kept: 1 },
      data,
    ),
    { request: '1', list: ['轴承'], kept: 1 },
  )
  assert.equal(at(data, 'constructor.name'), undefined)
  assert.equal(at(data, '__proto__'), undefined)
  assert.equal(at(data, ''), data)
})

test('forwarding never widens, and never leaves the organisation alive', () => {
  assert.equal(forwarded('live', 'live', 'same organisation'), 'live')
  assert.equal(forwarded('live', 'live-readonly', 'same organisation'), 'live-readonly')
  assert.equal(forwarded('snapshot', 'live', 'same organisation'), 'snapshot')
  assert.equal(forwarded('live', 'snapshot', 'same organisation'), 'snapshot')
  assert.equal(forwarded('live', 'live', 'another organisation'), 'snapshot')
  assert.equal(forwarded('none', 'live', 'same organisation'), undefined)
  assert.equal(forwarded('none', 'live', 'another organisation'), undefined)
})
