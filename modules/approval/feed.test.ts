import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { createRequest } from './actions/request.create.ts'
import { feedRequests } from './actions/request.feed.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

interface Waiting {
  items: { title: string; card?: string; link?: string }[]
}

test('requests older than the list of to-dos are put there once, with their cards', async () => {
  const { wang, zhao } = as
  await wang!.call(createRequest, { title: '换刀具', approver: zhao!.id })
  await as.kernel.idle()
  const waiting = async () => (await zhao!.call('todo.item.list', { limit: 100 })) as Waiting
  const before = await waiting()
  assert.ok(before.items.some(({ title }) => title === '换刀具'))
  const upgrade = readFileSync(join(import.meta.dirname, 'migrations', '0002_todo.sql'), 'utf8')
  await as.owner((client) => client.query(`DELETE FROM todo.item WHERE source = 'approval'`))
  for (const _time of ['first', 'again']) {
    await as.owner((client) => client.query(upgrade))
    await as.kernel.idle()
    const now = await waiting()
    const told = ({ items }: Waiting) =>
      items.map(({ title, card, link }) => [title, card, link].join()).toSorted()
    assert.deepEqual(told(now), told(before))
  }
  await wang!.refuses(feedRequests.id, {}, 'notFound')
})
