import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ROOT } from '#kernel/testing'
import { stand, type Stand } from '../flows/testing.ts'
import { makeCrm } from './testing/desk.ts'

type Row = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- records of apps made from data

/** Real input: Northwind's orders, from its files into a group, through two scenarios, to orders and cards. */
const FOLDER = join(ROOT, '..', 'shared', 'data', 'northwind')
const there = existsSync(FOLDER)
/** All 830 in `npm run test:long`. */
const ORDERS = process.env['TENON_LONG'] ? 830 : 40
const THRESHOLD = 2000
/** Other tests share the machine. */
const PATIENCE_MS = process.env['TENON_LONG'] ? 240_000 : 60_000
let desk: Stand
let group: string

before(async () => {
  if (!there) return
  desk = await stand()
  group = desk.as.world.ids['chat.conversation.procurement']!
})
after(() => desk?.[Symbol.asyncDispose]())

const ask = async (action: string, input: object): Promise<Row> =>
  (await (await desk.as.person('lin')).call(action, input)) as Row

test('orders of a file become orders, and the large ones cards', { skip: !there }, async () => {
  const sample = northwind()
  for (const app of ['orders', 'shipments'])
    await ask('scenarios.app.make', { recipe: 'order-to-shipment', app })
  await makeCrm(await desk.as.person('lin'), 'crm')
  const language = 'en'
  await ask('scenarios.installation.create', {
    recipe: 'order-to-shipment',
    language,
    settings: { group, approver: desk.as.zhao.id, threshold: THRESHOLD },
  })
  const columns = { number: 'order_id', customer: 'company_name', amount: 'total' }
  await ask('scenarios.installation.create', {
    recipe: 'spreadsheet-to-orders',
    language,
    settings: { group, ...columns, currency: 'USD' },
  })
  const { file } = await ask('connectors.sheet.write', {
    name: 'northwind',
    format: 'csv',
    rows: sample,
  })
  await ask('chat.message.send', { conversation: group, kind: 'file', file })
  await settled(sample.length)
  const { items: orders } = await ask('app_orders.order.list', { limit: 1000 })
  assert.equal(orders.length, sample.length)
  const sum = (of: readonly bigint[]) => of.reduce((all, each) => all + each, 0n)
  assert.equal(
    sum(orders.map(({ total }: Row) => BigInt(total.amount))),
    sum(sample.map(({ total }) => BigInt(Math.round(Number(total) * 100)))),
  )
  const large = sample.filter(({ total }) => Number(total) >= THRESHOLD)
  const zhao = await desk.as.person('zhao')
  const asked = (await zhao.call('flows.question.list', { limit: 1000 })) as Row
  assert.equal(asked['items'].length, large.length)
  const cards = (await zhao.call('cards.card.list', { limit: 1000 })) as Row
  assert.ok(cards['items'].length >= Math.min(large.length, 50), 'each is a card in the inbox')
  const shipped = orders.filter(({ status }: Row) => status === 'Shipped')
  assert.equal(shipped.length, sample.length - large.length)
  assert.ok(large.length > 0 && shipped.length > 0)
})

/** Every run has ended or waits for its approval. */
async function settled(runs: number): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; ;) {
    await desk.settle()
    const [row] = await desk.as.owner(
      async (client) =>
        (
          await client.query<{ n: string; busy: string }>(
            `SELECT count(*) AS n, count(*) FILTER (WHERE state NOT IN ('done', 'waiting')) AS busy FROM flows.run`,
          )
        ).rows,
    )
    if (Number(row!.n) >= runs + 1 && Number(row!.busy) === 0) return
    if (Date.now() > end) throw new Error(`${row!.n} runs, ${row!.busy} of them busy`)
  }
}

/** What a colleague would export: a line an order, with the customer’s name and what its lines come to. */
function northwind(): { order_id: string; company_name: string; total: string }[] {
  const customers = new Map(
    read('customers').map((each) => [each['customer_id']!, each['company_name']!]),
  )
  const totals = new Map<string, number>()
  for (const { order_id, unit_price, quantity, discount } of read('order_details')) {
    const amount = Number(unit_price) * Number(quantity) * (1 - Number(discount))
    totals.set(order_id!, (totals.get(order_id!) ?? 0) + amount)
  }
  return read('orders')
    .slice(0, ORDERS)
    .map(({ order_id = '', customer_id = '' }) => ({
      order_id,
      company_name: customers.get(customer_id) ?? customer_id,
      total: (totals.get(order_id) ?? 0).toFixed(2),
    }))
}

/** Its files have no line breaks within a field; quotes only around commas. */
function read(name: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(join(FOLDER, `${name}.csv`), 'utf8')
    .trim()
    .split(/\r?\n/)
  const cells = (line: string) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
      ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
    )
  const names = cells(head)
  return lines.map((line) =>
    Object.fromEntries(cells(line).map((cell, at) => [names[at] ?? String(at), cell])),
  )
}
