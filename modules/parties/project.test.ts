import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { T, defineAction, newId } from '#kernel'
import { tenon, type Cast } from '#kernel/testing'
import { project, unproject, type PartyView } from './project.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

/** An order as some module would keep it: the command that changes it says who may see what. */
const record = newId()
const changeOrder = defineAction({
  id: 'parties.order.change',
  kind: 'command',
  effect: 'local',
  title: 'Change an order',
  description: 'Projects it to its parties.',
  input: T.Object(
    { rev: T.Integer(), parties: T.Json(), fails: T.Optional(T.Boolean()) },
    { additionalProperties: false },
  ),
  output: T.Null(),
  silent: 'a test',
  scope: 'member',
}).run(async ({ rev, parties, fails }, ctx) => {
  await project(ctx, { entity: 'orders.order', record, rev }, parties as PartyView[])
  if (fails) throw new Error('the command fails afterwards')
  return null
})
const endOrder = defineAction({
  id: 'parties.order.end',
  kind: 'command',
  effect: 'local',
  title: 'End an order',
  description: 'Takes it back from a party.',
  input: T.Object({ org: T.Id() }, { additionalProperties: false }),
  output: T.Null(),
  silent: 'a test',
  scope: 'member',
}).run(async ({ org }, ctx) => {
  await unproject(ctx, { entity: 'orders.order', record }, [org])
  return null
})

interface Seen {
  role: string
  visible: { total: number }
  source_org: string
}
const seenBy = async (org: string): Promise<[string, number, string][]> => {
  const admin = as.of({ ...as.operator.actor, org: as.world.orgs[org]! })
  const { items } = (await admin.call('parties.projection.list', {})) as { items: Seen[] }
  return items.map(({ role, visible, source_org }) => [role, visible.total, source_org])
}
const view = (org: string, role: string, total: number): PartyView => ({
  org: as.world.orgs[org]!,
  role,
  visible: { total },
})

test('each named party sees its own view, and a party that is not named sees nothing', async () => {
  const yuanshan = as.world.orgs['yuanshan']!
  await as.lin!.call(changeOrder, {
    rev: 1,
    parties: [view('inkstone', 'vendor', 100), view('gusu', 'provider', 15)],
  })
  assert.deepEqual(await seenBy('inkstone'), [['vendor', 100, yuanshan]])
  assert.deepEqual(await seenBy('gusu'), [['provider', 15, yuanshan]])
  assert.deepEqual(await seenBy('jiangnan'), [])
  assert.deepEqual(await seenBy('yuanshan'), [])
  await as.stranger!.refuses('parties.projection.list', {}, 'forbidden')
})

test('a newer revision replaces an older one, never the other way round', async () => {
  await as.lin!.call(changeOrder, { rev: 3, parties: [view('inkstone', 'vendor', 300)] })
  await as.lin!.call(changeOrder, { rev: 2, parties: [view('inkstone', 'vendor', 200)] })
  assert.equal((await seenBy('inkstone'))[0]![1], 300)
})

test('what fails projects nothing, and another organisation cannot change our view', async () => {
  await assert.rejects(
    as.lin!.call(changeOrder, { rev: 4, parties: [view('inkstone', 'vendor', 400)], fails: true }),
  )
  assert.equal((await seenBy('inkstone'))[0]![1], 300)
  await as.outsider!.call(changeOrder, { rev: 9, parties: [view('inkstone', 'vendor', 1)] })
  assert.equal((await seenBy('inkstone')).length, 2)
  await as.outsider!.call(endOrder, { org: as.world.orgs['inkstone']! })
  assert.deepEqual(
    (await seenBy('inkstone')).map(([, total]) => total),
    [300],
  )
})

test('a party that is named no longer sees nothing', async () => {
  await as.lin!.call(endOrder, { org: as.world.orgs['inkstone']! })
  assert.deepEqual(await seenBy('inkstone'), [])
  assert.equal((await seenBy('gusu')).length, 1)
})
