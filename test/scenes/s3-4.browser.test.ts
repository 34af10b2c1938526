import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { SMTPServer } from 'smtp-server'
import { startErp, type Erp } from '../../connections/imports/testing/erp.ts'
import { install } from '../../connections/remote/testing/house.ts'
import { HERE, startExample, type Example } from '../../connections/remote/testing/vendor.ts'
import { checked, picture } from '../browser/checked.ts'
import { DESK, openSite, type Site } from '../browser/site.ts'

type Row = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- rows of others' software

/** Scene S3, steps 1, 4 and 5: an old ERP and two CRMs, joined by one scenario. */
let site: Site
let erp: Erp
let kemai: Example
let keqiao: Example
let post: SMTPServer
let lin: Page
let scenario: string
const mails: string[] = []
const CUSTOMER = '江南骑行 Jiangnan Riding'

before(async () => {
  post = new SMTPServer({
    hideSTARTTLS: true,
    authOptional: true,
    onData: (stream, _session, done) =>
      void buffer(stream).then((text) => (mails.push(text.toString()), done())),
  })
  post.listen(0, '127.0.0.1')
  ;[site, erp, kemai, keqiao] = await Promise.all([
    openSite({ reach: HERE }),
    startErp(),
    startExample('kemai'),
    startExample('keqiao'),
    once(post.server, 'listening'),
  ])
  lin = await site.open('lin', DESK)
})
after(async () => {
  await Promise.all([kemai, keqiao, erp].map((each) => each?.[Symbol.asyncDispose]()))
  await site[Symbol.asyncDispose]()
  await new Promise<void>((closed) => post.close(() => closed()))
})

const button = (at: Page | Locator, name: string | RegExp) =>
  at.getByRole('button', { name, exact: typeof name === 'string' })
const next = () => button(lin, 'Next').click()

async function ask(action: string, input: object): Promise<Row> {
  return (await (await site.as.person('lin')).call(action, input)) as Row
}

async function until<V>(look: () => Promise<V | undefined | false>): Promise<V> {
  for (const end = Date.now() + 30_000; ;) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) {
      const { items } = await ask('flows.run.list', { limit: 5 })
      throw new Error(`it never came to be so; the runs are ${JSON.stringify(items)}`)
    }
    await new Promise((done) => setTimeout(done, 50))
  }
}

test('S3.1 the old ERP is connected from the catalogue, and a shipment may be written into it', async () => {
  await lin.goto('/catalogue/connect')
  await lin.getByRole('link', { name: 'A database' }).click()
  await button(lin, 'Link an account').first().click()
  const dialog = lin.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: false }).first().fill('Old ERP')
  const { host, port, database, user, password } = erp.credential
  for (const [label, value] of [
    ['Host', host],
    ['Port', port],
    ['Database', database],
  ])
    await dialog.getByLabel(new RegExp(label!)).last().fill(value!)
  await dialog.getByLabel('User name').fill(user!)
  await dialog.getByLabel(/^Password/).fill(password!)
  await dialog.getByLabel(/^TLS/).fill('off')
  await button(dialog, 'Link it').click()
  await dialog.waitFor({ state: 'detached' })
  await next()
  const tables = lin.getByRole('group', { name: 'Tables' })
  await tables.getByLabel('erp.shipments').check()
  await tables.getByLabel('erp.orders').check()
  await next()
  await button(lin, 'Declare what may be done').click()
  const card = () => lin.getByRole('region', { name: /^shipment\./ })
  await card().getByLabel('Add a row').check({ force: true })
  await card().getByLabel('Name of the action').fill('Note a shipment')
  await card()
    .getByLabel('Statement')
    .fill('INSERT INTO erp.shipments (order_no, carrier) VALUES (:order, :carrier)')
  await button(card(), 'Check it').click()
  await card()
    .getByText(/Values: order, carrier/)
    .waitFor()
  await next()
  await lin.getByLabel(/scm\.shipment@1/).check()
  await lin.getByLabel(/scm\.shipment\.list/).selectOption('')
  await lin.getByLabel(/scm\.shipment\.get/).selectOption('')
  await checked(lin, DESK, 's3-1-erp')
  await picture(lin, 's3-1-erp')
  await next()
  await lin.getByLabel('Short name').fill('erp')
  await lin.getByLabel('For every member').selectOption('all')
  await button(lin, 'Connect').click()
  await lin.waitForURL('**/admin/interfaces/api_erp')
  const { items } = await ask('api_erp.order.list', { limit: 100 })
  assert.equal(items.length, 24)
})

test('S3.1 Kemai is connected from the catalogue by its OpenAPI document', async () => {
  await lin.goto('/catalogue/connect')
  await lin.getByRole('link', { name: /document/ }).click()
  await lin.getByLabel('Address of the OpenAPI document').fill(`${kemai.url}/openapi.json`)
  await button(lin, 'Read it').click()
  await next()
  await button(lin, 'Choose all that are shown').click()
  await next()
  await lin.getByLabel(/crm\.customer@1/).check()
  await next()
  await lin.getByLabel('Short name').fill('kemai')
  await button(lin, 'Connect').click()
  await lin.waitForURL('**/admin/interfaces/api_kemai')
  await button(lin, 'Choose an account').click()
  const dialog = lin.getByRole('dialog')
  await button(dialog, 'Link an account').first().click()
  const link = lin.getByRole('dialog', { name: 'Link an account' })
  await link.getByLabel('Name', { exact: false }).first().fill('Kemai')
  await link.getByLabel(/^Key/).fill('kemai-key')
  await button(link, 'Link it').click()
  await link.waitFor({ state: 'detached' })
  await button(dialog, 'Use it').click()
  await dialog.waitFor({ state: 'detached' })
  await checked(lin, DESK, 's3-1-kemai')
  await picture(lin, 's3-1-kemai')
  await ask('api_kemai.customer.create', { name: CUSTOMER, email: 'buy@jiangnan.example' })
})

test('S3.4 one click installs order → approval → shipment → customer notice', async () => {
  const { port } = post.server.address() as AddressInfo
  await ask('vault.account.create', {
    title: 'Mailbox of sales',
    connector: 'mail',
    auth: 'custom',
    credential: { host: '127.0.0.1', port: String(port), from: 'sales@acme.example', tls: 'off' },
  })
  await lin.goto('/scenarios')
  await lin.getByRole('link', { name: 'Look at it: From order to shipment' }).click()
  await button(lin, 'Make an app for it: Where orders are').click()
  await lin.getByText('Writes: Orders: ').waitFor()
  await lin.getByText('Writes: Old ERP: Note a shipment').waitFor()
  await lin.getByText('Reads: Kemai CRM').waitFor()
  await lin
    .getByRole('combobox', { name: 'Mailbox that customers hear from' })
    .selectOption('Mailbox of sales')
  await lin.getByText('Writes: Connectors: Send mail with an account').waitFor()
  await choose('approver', '赵敏')
  await choose('group', '财务')
  await lin.getByLabel(/stage after the shipment/).fill('shipped')
  await lin.getByText('Leaves this server').first().scrollIntoViewIfNeeded()
  await checked(lin, DESK, 's3-4-consent')
  await picture(lin, 's3-4-consent')
  await button(lin, 'Install').click()
  await lin.waitForURL(/\/scenarios\/installed\/[0-9a-f-]{36}$/)
  await lin.getByText('Running', { exact: true }).waitFor()
  scenario = lin.url()
})

async function choose(field: string, search: string): Promise<void> {
  const box = lin.locator(`[data-field=${field}]`).getByRole('combobox')
  await box.click()
  await box.fill(search)
  await lin
    .getByRole('option', { name: new RegExp(search) })
    .first()
    .click()
}

/** An order is entered, 赵敏 presses Approve on its card; everything after that happens by itself. */
async function order(number: string): Promise<Row> {
  const before = mails.length
  const wang = await site.as.person('wang')
  const made = (await wang.call('app_orders.order.create', {
    number,
    customer: CUSTOMER,
    total: { amount: '4800000', currency: 'CNY' },
  })) as Row
  const zhao = await site.open('zhao', DESK)
  await zhao.goto(`/messages/${site.as.world.ids['chat.conversation.finance']}`)
  const card = zhao.getByRole('article', { name: new RegExp(number) }).first()
  await button(card, 'Approve').click()
  await card.getByLabel('Comment').fill('同意')
  await button(card, 'Approve').click()
  await button(card, 'Approve').waitFor({ state: 'detached' })
  await picture(zhao, 's3-4-card')
  await zhao.context().close()
  await until(async () => mails.length > before)
  return until(async () => {
    const { status } = await ask('app_orders.order.get', { order: made['id'] })
    return status === 'Shipped' && ({ status, mail: mails.at(-1) } as Row)
  })
}

const shipments = (number: string) =>
  erp.query<Row>(`SELECT carrier FROM erp.shipments WHERE order_no = '${number}'`)

test('S3.4 an order runs through all of it: card, ERP, CRM, mail and group', async () => {
  const { mail } = await order('SO-26004')
  assert.match(mail, /To: buy@jiangnan\.example/)
  assert.match(mail, /SO-26004/)
  assert.deepEqual(await shipments('SO-26004'), [{ carrier: '顺丰' }])
  const group = site.as.world.ids['chat.conversation.finance']
  await until(async () => {
    const { items } = await ask('chat.message.list', { conversation: group, limit: 10 })
    return items.some(({ text }: Row) => String(text).includes('SO-26004'))
  })
  const { items } = await ask('api_kemai.customer.list', { search: '江南' })
  assert.equal(items[0].stage, 'shipped')
  await lin.goto(scenario)
  await lin.getByRole('link', { name: 'Last 1 runs, 0 failed' }).waitFor()
  await checked(lin, DESK, 's3-4-installed')
  await picture(lin, 's3-4-installed')
  await lin.getByRole('link', { name: 'Last 1 runs, 0 failed' }).click()
  await lin.waitForURL(/\/flows\/[0-9a-f-]{36}\/runs$/)
})

test('S3.5 Kemai is swapped for Keqiao; the same flows run, unchanged', async () => {
  const { link } = await install(site.as.lin, keqiao.url)
  assert.ok(link)
  await ask('ext_keqiao.client.enter', { title: CUSTOMER, mail: 'book@jiangnan.example' })
  const id = scenario.split('/').at(-1)
  const { flows } = await ask('scenarios.installation.look', { installation: id })
  const versions = async () =>
    Promise.all(
      flows.map(async ({ flow }: Row) => (await ask('flows.flow.get', { flow }))['version']),
    )
  const before = await versions()
  await lin.goto(scenario)
  await button(lin, 'Settings').click()
  const dialog = lin.getByRole('dialog', { name: 'Settings' })
  await dialog.getByRole('combobox', { name: /Where customers are/ }).selectOption('Keqiao')
  await dialog.getByText('From then on everything here that names only crm.customer@1').waitFor()
  await button(dialog, 'Save').click()
  await dialog.waitFor({ state: 'detached' })
  await lin.getByText('Keqiao').first().waitFor()
  await picture(lin, 's3-5-keqiao')
  const { mail } = await order('SO-26008')
  assert.match(mail, /To: book@jiangnan\.example/)
  assert.deepEqual(await shipments('SO-26008'), [{ carrier: '顺丰' }])
  await until(async () => {
    const { items } = await ask('ext_keqiao.client.list', { search: '江南' })
    return items[0].phase === 'shipped'
  })
  assert.deepEqual(await versions(), before)
})
