import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { stand, type Stand } from '../flows/testing.ts'
import { installScenario } from './actions/installation.create.ts'
import { makeCrm } from './testing/desk.ts'

type Row = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- records of apps made from data
let desk: Stand
let group: string
before(async () => {
  desk = await stand()
  group = desk.as.world.ids['chat.conversation.procurement']!
})
after(() => desk[Symbol.asyncDispose]())

const lin = () => desk.as.person('lin')
const ask = async (action: string, input: object): Promise<Row> =>
  (await (await lin()).call(action, input)) as Row

test('a recipe says what it needs, makes the apps that are missing, and shows what it will do', async () => {
  const { as } = desk
  const { items } = await ask('scenarios.recipe.list', { search: '发货' })
  assert.deepEqual(
    items.map(({ recipe, installed }: Row) => [recipe, installed]),
    [['order-to-shipment', 0]],
  )
  const before = await ask('scenarios.recipe.look', { recipe: 'order-to-shipment' })
  assert.deepEqual(
    before['needs'].map(({ role, options }: Row) => [role, options.length]),
    [
      ['order', 0],
      ['shipment', 0],
      ['customer', 0],
    ],
  )
  await as.lin.refuses(
    installScenario,
    { recipe: 'order-to-shipment', language: 'zh', settings: { group, approver: as.zhao.id } },
    'invalid',
  )
  for (const app of ['orders', 'shipments'])
    await ask('scenarios.app.make', { recipe: 'order-to-shipment', app })
  await makeCrm(await lin(), 'kemai')
  const { needs, uses, hash } = await ask('scenarios.recipe.look', { recipe: 'order-to-shipment' })
  assert.deepEqual(
    needs.map(({ chosen }: Row) => chosen),
    ['app_orders', 'app_shipments', 'app_kemai'],
  )
  assert.deepEqual(
    uses.map(({ does, id, lacks }: Row) => `${does} ${id}${lacks ?? ''}`),
    [
      'hears app_orders.order.created',
      'asks ask',
      'reads app_orders.order.get',
      'reads app_kemai.client.list',
      'writes app_shipments.shipment.create',
      'writes app_orders.order.update',
      'writes chat.message.send',
    ],
  )
  const { installation } = await ask('scenarios.installation.create', {
    recipe: 'order-to-shipment',
    hash,
    language: 'zh',
    settings: { group, approver: as.zhao.id, stage: '已发货' },
  })
  const seen = await ask('scenarios.installation.look', { installation })
  assert.deepEqual([seen['state'], seen['troubles']], ['running', []])
})

test('a small order is shipped and told of at once; a large one waits for its approval', async () => {
  const { as, settle } = desk
  await ask('app_kemai.client.create', { title: '江南骑行', mail: 'buy@jiangnan.example' })
  const order = async (number: string, amount: string): Promise<string> =>
    (
      await ask('app_orders.order.create', {
        number,
        customer: '江南骑行',
        total: { amount, currency: 'CNY' },
      })
    )['id'] as string
  const small = await order('SO-1', '50000')
  const large = await order('SO-2', '9800000')
  await settle()
  const runs = await ask('flows.run.list', { limit: 10 })
  assert.deepEqual(
    runs['items'].map(({ state, error }: Row) => [state, error]),
    [
      ['waiting', undefined],
      ['done', undefined],
    ],
  )
  assert.equal((await ask('app_orders.order.get', { order: small }))['status'], '已发货')
  assert.equal((await ask('app_orders.order.get', { order: large }))['status'], undefined)
  const zhao = await as.person('zhao')
  const { items } = (await zhao.call('flows.question.list', { where: { status: 'open' } })) as Row
  assert.match(items[0].title, /SO-2/)
  await zhao.call('flows.question.answer', { question: items[0].id, choice: 'approve' })
  await settle()
  const shipments = await ask('app_shipments.shipment.list', { sort: ['order'] })
  assert.deepEqual(
    shipments['items'].map(({ order: of, carrier }: Row) => [of, carrier]),
    [
      ['SO-1', '顺丰'],
      ['SO-2', '顺丰'],
    ],
  )
  const [client] = (await ask('app_kemai.client.list', {}))['items']
  assert.equal(client.phase, '已发货')
  const { items: said } = await ask('chat.message.list', { conversation: group, limit: 3 })
  assert.ok(said.some(({ text }: Row) => text.includes('SO-2 已由顺丰发出')))
})
