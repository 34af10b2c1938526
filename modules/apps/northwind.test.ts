import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ROOT, tenon, type Cast } from '#kernel/testing'
import { createApp } from './actions/app.create.ts'
import { startDraft } from './actions/draft.start.ts'

/** Real files, beside the checkout and never in it; without them these tests have nothing to say. */
const DATA = join(ROOT, '..', 'shared', 'data')
const here = { skip: existsSync(DATA) ? false : 'the real files are not beside this checkout' }
const filesOf = (name: string) =>
  readdirSync(join(DATA, name)).map((file) => ({
    name: file,
    content: readFileSync(join(DATA, name, file)).toString('base64'),
  }))

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

type Page = { items: Record<string, unknown>[]; next?: string }

test('Northwind’s eight files become an order app with its links resolved', here, async () => {
  const maker = await as.person('gao')
  const started = Date.now()
  const draft = await maker.call(startDraft, { files: filesOf('northwind'), name: 'Northwind' })
  const { module } = await maker.call(createApp, { draft: draft.draft })
  assert.equal(module, 'app_northwind')
  await as.kernel.idle()
  assert.ok(Date.now() - started < 60_000, 'within a minute')
  const again = await as.person('gao')
  const imports = (await again.call('apps.import.list', { limit: 100 })) as Page
  assert.deepEqual(
    imports.items
      .map(({ status, errors, file_name }) => [status, errors, file_name])
      .filter(([status, errors]) => status !== 'done' || errors),
    [],
  )
  const orders = (await again.call('app_northwind.order.list', {
    where: { order_id: '10248' },
    expand: ['customer', 'employee', 'ship_via'],
  })) as Page
  const [order] = orders.items
  assert.equal(
    (order!['customer$'] as { company_name: string }).company_name,
    'Vins et alcools Chevalier',
  )
  assert.equal(order!['order_date'], '1996-07-04')
  assert.deepEqual(order!['freight'], { amount: '3238', currency: 'CNY' })
  const lines = (await again.call('app_northwind.orderdetail.list', {
    where: { order: order!['id'] },
    expand: ['product'],
  })) as Page
  assert.deepEqual(
    lines.items.map((line) => (line['product$'] as { product_name: string }).product_name).sort(),
    ['Mozzarella di Giovanni', 'Queso Cabrales', 'Singaporean Hokkien Fried Mee'],
  )
})

test(
  'Adventure Works becomes a product app: parts of parts, people and who leads them',
  here,
  async () => {
    const maker = await as.person('gao')
    const draft = await maker.call(startDraft, { files: filesOf('adventure-works') })
    const { app, module } = await maker.call(createApp, { draft: draft.draft })
    await as.kernel.idle()
    const again = await as.person('gao')
    const imports = (await again.call('apps.import.list', { where: { app } })) as Page
    assert.deepEqual(
      imports.items.map(({ file_name, status, errors }) => [file_name, status, errors]).toSorted(),
      ['bill-of-materials', 'departments', 'employees', 'products', 'vendors'].map((name) => [
        name,
        'done',
        0,
      ]),
    )
    const parts = (await again.call(`${module}.billofmaterial.list`, {
      where: { code: '2074' },
      expand: ['component_product'],
    })) as Page
    assert.match(JSON.stringify(parts.items[0]!['component_product$']), /name/)
    const people = (await again.call(`${module}.employee.list`, {
      where: { staff_no: '3' },
      expand: ['manager_staff', 'department'],
    })) as Page
    assert.equal((people.items[0]!['manager_staff$'] as { name: string }).name, 'Terri')
    assert.equal((people.items[0]!['department$'] as { name: string }).name, 'Engineering')
  },
)
