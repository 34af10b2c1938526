import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { grantTo, makeCrm } from '../../connections/scenarios/testing/desk.ts'
import { checked, inWords, LOOKS } from './checked.ts'
import { DESK, nameOf, openSite, settled, type Site } from './site.ts'

type Row = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- records of apps made from data

/** Recipes as somebody installs them who may do just that; then each is set going by the front door. */
let site: Site
let han: Page
const wrong: string[] = []

before(async () => {
  site = await openSite()
  const { as } = site
  await grantTo(as, 'han', 'Scenarios', [
    'scenarios.manage',
    'flows.admin',
    'apps.make',
    'standards.manage',
  ])
  await makeCrm(await as.person('lin'), 'clients')
  han = await site.open('han', DESK)
  han.on('pageerror', (error) => wrong.push(String(error.stack)))
})
after(() => site[Symbol.asyncDispose]())

/** As programs and pages do it: over HTTP, signed in. */
async function post(page: Page, action: string, input: object): Promise<Row> {
  const answer = await page.request.post(`/api/${action}`, {
    headers: { 'X-Tenon': '1', origin: site.base },
    data: input,
  })
  assert.ok(answer.ok(), `${action}: ${await answer.text()}`)
  return (await answer.json()) as Row
}

/** Until it is so; what is awaited is another process's doing. */
async function until<V>(look: () => Promise<V | undefined | false>): Promise<V> {
  for (const end = Date.now() + 20_000; ;) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Error('it never came to be so')
    await new Promise((done) => setTimeout(done, 50))
  }
}

const said = (group: string, text: string) =>
  until(async () => {
    const { items } = await post(han, 'chat.message.list', { conversation: group, limit: 20 })
    return items.find((each: Row) => String(each['text']).includes(text))
  })

async function choose(page: Page, field: string, search: string): Promise<void> {
  const box = page.locator(`[data-field=${field}]`).getByRole('combobox')
  await box.click()
  await box.fill(search)
  await page
    .getByRole('option', { name: new RegExp(search) })
    .first()
    .click()
}

/** From the gallery to “running”, by clicks alone. */
async function install(title: string, fill: () => Promise<void>): Promise<string> {
  await han.goto('/scenarios')
  await han.getByRole('searchbox', { name: 'Search scenarios' }).fill(title)
  await han.getByRole('link', { name: `Look at it: ${title}` }).click()
  await han.getByRole('heading', { name: title, level: 1 }).waitFor()
  await fill()
  await han.getByRole('button', { name: 'Install', exact: true }).click()
  await han.waitForURL(/\/scenarios\/installed\/[0-9a-f-]{36}$/)
  await han.getByText('Running', { exact: true }).waitFor()
  return han.url().split('/').at(-1)!
}

async function group(name: string): Promise<string> {
  const people = [site.as['wang']!.id, site.as['zhao']!.id]
  const made = await post(han, 'chat.conversation.create', { kind: 'group', name, people })
  return made['conversation'].id as string
}

test('a member without the right sees neither the page nor what is behind it', async () => {
  const wang = await site.open('wang', DESK)
  await wang.goto('/scenarios')
  await settled(wang)
  assert.equal(await wang.getByRole('heading', { name: 'Scenarios', level: 1 }).count(), 0)
  const actions = [...site.as.kernel.registry.actions.values()].filter(
    ({ id, internal }) => id.startsWith('scenarios.') && !internal,
  )
  for (const { id } of actions) {
    const answer = await wang.request.post(`/api/${id}`, {
      headers: { 'X-Tenon': '1', origin: site.base },
      data: {},
    })
    assert.equal(answer.status(), 403, id)
  }
  await wang.context().close()
})

test('order → approval → shipment → customer notice', async () => {
  const sales = await group('销售群')
  const installation = await install('From order to shipment', async () => {
    await han.getByRole('button', { name: 'Make an app for it: Where orders are' }).click()
    await han.getByRole('button', { name: /it: Where shipments/ }).click()
    await han.getByText('Reads: clients').waitFor()
    await choose(han, 'approver', '赵敏')
    await choose(han, 'group', '销售群')
  })
  const order = await post(han, 'app_orders.order.create', {
    number: 'SO-9',
    customer: '江南骑行',
    total: { amount: '5000000', currency: 'CNY' },
  })
  const zhao = await site.open('zhao', DESK)
  await zhao.goto('/approvals')
  await until(async () => {
    const { items } = await post(zhao, 'flows.question.list', { where: { status: 'open' } })
    if (!items[0]) return false
    await post(zhao, 'flows.question.answer', { question: items[0].id, choice: 'approve' })
    return true
  })
  await said(sales, 'SO-9')
  const { status } = await post(han, 'app_orders.order.get', { order: order['id'] })
  assert.equal(status, 'Shipped')
  await han.goto(`/scenarios/installed/${installation}`)
  await han.getByRole('link', { name: /Last 1 runs, 0 failed/ }).waitFor()
  await zhao.context().close()
})

for (const look of LOOKS) {
  test(`scenarios as ${nameOf(look)}`, async () => {
    const say = inWords(look)
    const page = await site.open('han', look)
    await page.goto('/scenarios')
    await page.getByRole('article').first().waitFor()
    await checked(page, look, 'scenarios')
    await page.goto('/scenarios/order-to-shipment')
    await page.getByRole('button', { name: say('Install', '安装'), exact: true }).waitFor()
    await checked(page, look, 'scenario-install')
    await page.goto('/scenarios/installed')
    const link = page.getByRole('link', { name: say('From order to shipment', '从订单到发货') })
    await link.first().click()
    await page.getByRole('link', { name: say('Last 1 runs', '最近 1 次') }).waitFor()
    await checked(page, look, 'scenario-installed')
    await page.getByRole('button', { name: say('Settings', '设置'), exact: true }).click()
    await page.getByRole('dialog').getByLabel(say('Carrier', '承运商')).waitFor()
    await checked(page, look, 'scenario-settings')
    await page.context().close()
  })
}

test('nothing broke on the way', () => assert.deepEqual(wrong, []))
