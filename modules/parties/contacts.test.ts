import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

const names = async (key: string, entity: string): Promise<string[]> => {
  const { items } = (await as[key]!.call(`parties.${entity}.list`, {})) as {
    items: { name: string }[]
  }
  return items.map(({ name }) => name)
}

test('an external contact is seen by its keeper and by administrators', async () => {
  const keeper = as.wang!.id
  const { id: contact } = (await as.wang!.call('parties.contact.create', {
    name: '供应商小李',
    keeper,
  })) as { id: string }
  assert.deepEqual(await names('wang', 'contact'), ['供应商小李'])
  assert.deepEqual(await names('lin', 'contact'), ['供应商小李'])
  assert.deepEqual(await names('stranger', 'contact'), [])
  assert.deepEqual(await names('outsider', 'contact'), [])
  await as.stranger!.refuses('parties.contact.create', { name: 'X', keeper }, 'forbidden')
  await as.stranger!.refuses('parties.contact.update', { contact, name: 'X' }, 'notFound')
  await as.wang!.refuses('parties.contact.delete', { contact }, 'forbidden')
  await as.lin!.call('parties.contact.delete', { contact })
})

test('apps are the administrator’s, and changes to them are told', async () => {
  const { id: app } = (await as.lin!.call('parties.app.create', {
    name: '看板',
    status: 'active',
  })) as { id: string }
  await as.stranger!.refuses('parties.app.list', {}, 'forbidden')
  await as.outsider!.refuses('parties.app.get', { app }, 'notFound')
  await as.lin!.call('parties.app.update', { app, status: 'disabled' })
  await as.lin!.call('parties.app.delete', { app })
  const events = await as.kernel.database.reader(as.lin!.actor.org).sql<{ type: string }>`
    SELECT type FROM kernel.event WHERE org = ${as.lin!.actor.org} AND type LIKE 'parties.%' ORDER BY id`
  assert.deepEqual(
    events.map(({ type }) => type),
    ['parties.app.updated', 'parties.app.deleted'],
  )
})
