import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEgress } from '#connections/egress'
import { createAccount } from '#connections/vault'
import { disableFlow } from '../flows/actions/flow.disable.ts'
import { enableFlow } from '../flows/actions/flow.enable.ts'
import { createFlow } from '../flows/actions/flow.create.ts'
import { updateFlow } from '../flows/actions/flow.update.ts'
import { stand, type RunRow, type Stand } from '../flows/testing.ts'
import { pollOf } from '../flows/web/polled.ts'
import { installSql } from './actions/sql.install.ts'
import { startErp, type Erp } from './testing/erp.ts'

let on: Stand
let erp: Erp
before(async () => {
  ;[on, erp] = await Promise.all([stand({ egress: openEgress(['127.0.0.1']) }), startErp()])
})
after(async () => {
  await on[Symbol.asyncDispose]()
  await erp[Symbol.asyncDispose]()
})

const some = async (flow: string, enough: (runs: RunRow[]) => boolean): Promise<RunRow[]> => {
  for (let tries = 0; tries < 400; tries++) {
    const runs = await on.runs(flow)
    if (enough(runs)) return runs
    await on.settle()
  }
  throw new Error(JSON.stringify(await on.runs(flow)))
}
const order = (number: string) =>
  erp.query(
    `INSERT INTO erp.orders (order_no, cust_no, ordered_on, total) VALUES ('${number}', 1001, '2026-11-23', 9800)`,
  )

test('a row that is new in somebody’s table begins a flow, which writes there by a declared action', async () => {
  const { as } = on
  const { id: account } = await as.lin.call(createAccount, {
    title: 'Old ERP',
    connector: 'postgresql',
    auth: 'custom',
    credential: { ...erp.credential },
    reach: 'organisation',
  })
  await as.lin.call(installSql, {
    name: 'erp',
    title: 'ERP',
    account,
    open: 'all',
    tables: [
      { schema: 'erp', name: 'orders', cursor: 'change_no' },
      { schema: 'erp', name: 'customers', cursor: 'cust_no' },
    ],
    statements: [
      {
        noun: 'order',
        verb: 'approve',
        title: 'Approve an order',
        sql: "UPDATE erp.orders SET state = 'approved' WHERE order_no = :order AND state = 'open'",
      },
    ],
  })
  const lin = await as.person('lin')
  const registry = await as.kernel.registryOf(lin.actor.org)
  const changes = registry.action('api_erp.order.changes')
  assert.deepEqual(changes.poll?.key, ['id', 'change_no'])
  const definition = {
    format: 1,
    title: 'New orders',
    trigger: pollOf({ id: changes.id, poll: changes.poll! }, 1000),
    steps: [
      {
        id: 'approve',
        kind: 'call',
        action: 'api_erp.order.approve',
        input: { order: '{{ trigger.order_no }}' },
      },
    ],
  }
  const { flow } = await lin.call(createFlow, { definition })
  const polled = async (): Promise<boolean> => {
    const [row] = await as.kernel.database.reader(lin.actor.org).sql<{
      cursor: string | null
      error: string | null
    }>`SELECT cursor, error FROM flows.tick WHERE flow = ${flow}`
    assert.equal(row?.error ?? null, null)
    return row?.cursor !== null
  }
  for (let tries = 0; tries < 100 && !(await polled()); tries++) await on.settle()
  await order('SO-27001')
  // Approving changes the row, so it is new once more; then there is nothing left to approve.
  const [first, second] = await some(flow, (runs) => runs.filter(done).length === 2)
  assert.deepEqual(
    [first!.output, second!.output],
    [
      { affected: 1, rows: [] },
      { affected: 0, rows: [] },
    ],
  )
  const [row] = await erp.query<{ state: string }>(
    "SELECT state FROM erp.orders WHERE order_no = 'SO-27001'",
  )
  assert.equal(row!.state, 'approved')

  // What comes while it is switched off is not lost, and what it has seen is not seen again.
  await lin.call(disableFlow, { flow })
  await order('SO-27002')
  await lin.call(enableFlow, { flow })
  const runs = await some(flow, (all) => all.filter(done).length === 4)
  assert.deepEqual(
    runs.map(({ input }) => (input as { id: string }).id),
    ['SO-27001', 'SO-27001', 'SO-27002', 'SO-27002'],
  )
  const [before] = await as.kernel.database.reader(lin.actor.org).sql<{
    cursor: string | null
  }>`SELECT cursor FROM flows.tick WHERE flow = ${flow}`
  // Of another list it knows nothing yet.
  const customers = registry.action('api_erp.customer.changes')
  const trigger = pollOf({ id: customers.id, poll: customers.poll! }, 60_000)
  await lin.call(updateFlow, { flow, definition: { ...definition, trigger } })
  const [tick] = await as.kernel.database.reader(lin.actor.org).sql<{
    cursor: string | null
  }>`SELECT cursor FROM flows.tick WHERE flow = ${flow}`
  assert.notEqual(tick!.cursor, before!.cursor)
  await lin.call(disableFlow, { flow })
})

const done = ({ state }: RunRow): boolean => state === 'done'
