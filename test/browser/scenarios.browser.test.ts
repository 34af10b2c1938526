import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { grantTo, makeCrm } from '../../connections/scenarios/testing/desk.ts'
import { claimed, hot } from '../../modules/devices/testing.ts'
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
    'directory.manage',
    'identity.roles',
    'vault.admin',
    'devices.read',
    'devices.operate',
    'devices.manage',
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
    if (Date.now() > end) throw new Error(`it never came to be so ${await failures()}`)
    await new Promise((done) => setTimeout(done, 50))
  }
}

async function failures(): Promise<string> {
  const { items } = await post(han, 'flows.run.list', { where: { state: 'failed' } })
  return items.map(({ error_step, error }: Row) => `${error_step}: ${error}`).join('; ')
}

const said = (group: string, text: string) =>
  until(async () => {
    const { items } = await post(han, 'chat.message.list', { conversation: group, limit: 20 })
    return items.find((each: Row) => String(each['text']).includes(text))
  })

const decide = (page: Page, question: RegExp, choice: 'approve' | 'reject') =>
  until(async () => {
    const { items } = await post(page, 'flows.question.list', { where: { status: 'open' } })
    const asked = items.find(({ title }: Row) => question.test(title))
    if (asked) await post(page, 'flows.question.answer', { question: asked.id, choice })
    return Boolean(asked)
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
  await decide(zhao, /SO-9/, 'approve')
  await said(sales, 'is on its way')
  const { status } = await post(han, 'app_orders.order.get', { order: order['id'] })
  assert.equal(status, 'Shipped')
  await han.goto(`/scenarios/installed/${installation}`)
  await han.getByRole('link', { name: /Last 1 runs, 0 failed/ }).waitFor()
  await zhao.context().close()
})

test('joiner → directory → groups → apps', async () => {
  const everybody = await group('全员群')
  await install('From joining to working', async () => {
    await han.getByRole('button', { name: /Make an app for it/ }).click()
    await han.getByText('Reads: Joiners').first().waitFor()
    await choose(han, 'department', '销售部')
    await choose(han, 'groups', '全员群')
    await choose(han, 'role', 'Scenarios')
  })
  await post(han, 'app_joiners.joiner.create', { name: '新同事', email: 'new@yuanshan.example' })
  await said(everybody, 'Welcome, 新同事')
  const { items } = await post(han, 'directory.person.list', { search: '新同事' })
  assert.equal(items[0]['email'], 'new@yuanshan.example')
  const members = await post(han, 'chat.member.list', { conversation: everybody, limit: 50 })
  assert.ok(members['items'].some((each: Row) => each['person'] === items[0].id))
  const grants = await post(han, 'identity.grant.list', { where: { holder: items[0].id } })
  assert.equal(grants['items'].length, 1)
})

test('form → sheet → report', async () => {
  const ideas = await group('改进群')
  const installation = await install('From form to report', async () => {
    await han.getByRole('button', { name: /Make an app for it/ }).click()
    await han.getByText('Reads: Requests').first().waitFor()
    await choose(han, 'group', '改进群')
  })
  const { items } = await post(han, 'apps.app.list', {})
  const { id: app } = items.find(({ module }: Row) => module === 'app_requests')
  const { link } = (await (
    await site.as.person('lin')
  ).call('apps.share.create', { app, entity: 'e1', fields: ['f1', 'f2'] })) as Row
  const outside = await site.open('nobody', DESK)
  await outside.goto(link.replace(/^https?:\/\/[^/]+/, site.base))
  await outside.getByLabel('What is it about?').fill('More racks for bicycles')
  await outside.getByRole('button', { name: 'Send', exact: true }).click()
  await said(ideas, 'More racks for bicycles')
  await outside.context().close()
  await han.goto(`/scenarios/installed/${installation}`)
  await han.getByRole('button', { name: 'Run now: Report' }).click()
  await said(ideas, 'The report of')
  const { items: messages } = await post(han, 'chat.message.list', { conversation: ideas })
  assert.ok(messages.some(({ kind }: Row) => kind === 'file'))
  const documents = await post(han, 'documents.document.list', { search: 'Report' })
  const { id } = documents['items'][0]
  const report = await post(han, 'documents.document.export', { document: id })
  assert.match(report['markdown'], /1 in all/)
})

test('leaver → hand-over, confirmed by who takes over', async () => {
  const hr = await group('人事群')
  await post(han, 'projects.project.create', { name: '离职交接', key: 'EXIT', group: 'none' })
  await install('From leaving to handed over', async () => {
    await choose(han, 'project', '离职交接')
    await choose(han, 'fallback', '王芳')
    await choose(han, 'group', '人事群')
  })
  await post(han, 'directory.person.leave', { person: site.as['lv']!.id })
  await said(hr, '吕梦 has left. 3 things')
  const { items } = await post(han, 'projects.task.list', { search: '吕梦' })
  assert.equal(items.length, 3)
  const yang = await site.open('yang', DESK)
  await decide(yang, /吕梦/, 'approve')
  await said(hr, 'Everything of 吕梦 has been handed over')
  await yang.context().close()
})

test('a customer in one CRM stands in the other, both ways, and nothing goes round', async () => {
  await makeCrm(await site.as.person('lin'), 'second')
  const installation = await install('The same customers in two CRMs', async () => {
    await han.getByText('Writes: second').first().waitFor()
  })
  const [one, other] = ['app_clients', 'app_second']
  await post(han, `${one}.client.create`, { title: 'Acme', mail: 'a@acme.example' })
  const there = async (crm: string, field: string, value: string) =>
    until(async () => {
      const { items } = await post(han, `${crm}.client.list`, { search: 'Acme' })
      return items.find((each: Row) => each[field] === value) as Row | undefined
    })
  const copy = await there(other!, 'mail', 'a@acme.example')
  await post(han, `${other}.client.update`, { client: copy['id'], mail: 'b@acme.example' })
  await there(one!, 'mail', 'b@acme.example')
  const { flows } = await post(han, 'scenarios.installation.look', { installation })
  // Quiet: the last run of every flow has ended, and ended by writing nothing.
  const count = async () => {
    const ids = flows.map(({ flow }: Row) => flow)
    const { items } = await post(han, 'flows.run.list', {
      where: { flow: { in: ids } },
      limit: 100,
    })
    assert.ok(items.every(({ state }: Row) => state !== 'failed'))
    return items.every(({ state }: Row) => state === 'done') && (items.length as number)
  }
  await site.as.kernel.idle()
  assert.ok((await until(count)) <= 6)
  for (const crm of [one, other])
    assert.equal((await post(han, `${crm}.client.list`, { search: 'Acme' }))['items'].length, 1)
})

test('issue → task, signed by the forge', async () => {
  await post(han, 'projects.project.create', { name: '软件', key: 'SOFT', group: 'none' })
  await han.goto('/scenarios/issue-to-task')
  await choose(han, 'project', '软件')
  await han.getByRole('button', { name: 'Install', exact: true }).click()
  const dialog = han.getByRole('dialog', { name: 'Tell the other side' })
  await dialog.locator('code').nth(1).waitFor()
  const [hook, secret] = await dialog.locator('code').allInnerTexts()
  await dialog.getByRole('button', { name: 'I have kept it' }).click()
  const tell = async (action: string, key = secret!) => {
    const body = JSON.stringify({
      action,
      issue: { number: 12, title: 'Brake light stays on', html_url: 'https://forge.example/12' },
      repository: { full_name: 'ebike/firmware' },
    })
    const sum = createHmac('sha256', key).update(body).digest('hex')
    const headers = {
      'content-type': 'application/json',
      'x-hub-signature-256': `sha256=${sum}`,
      'x-github-delivery': `${action} ${key.length}`,
    }
    const { pathname } = new URL(hook!)
    return (await fetch(`${site.base}${pathname}`, { method: 'POST', headers, body })).status
  }
  const task = async (done: boolean) =>
    until(async () => {
      const { items } = await post(han, 'projects.task.list', { search: 'Brake light' })
      assert.ok(items.length <= 1)
      return items.find((each: Row) => Boolean(each['done_at']) === done) as Row | undefined
    })
  assert.equal(await tell('opened', 'another secret'), 401)
  assert.equal(await tell('opened'), 202)
  assert.match((await task(false))['title'], /^ebike\/firmware#12 /)
  await tell('closed')
  await task(true)
})

test('alarm → card → work order → command to the device', async () => {
  const workshop = await group('烘房值班群')
  const device = site.as.world.ids['devices.device.oven']!
  await post(han, 'devices.device.update', { device, conversation: workshop })
  await post(han, 'projects.project.create', { name: '设备维修', key: 'FIX', group: 'none' })
  await install('From alarm to work order', async () => {
    await choose(han, 'duty', '王芳')
    await choose(han, 'group', '烘房值班群')
    await choose(han, 'project', '设备维修')
    await han.getByLabel('Command to the device').fill('stop')
  })
  const { voice, token } = await claimed(site.as, device)
  const { next } = (await voice.call('devices.device.me', {})) as { next: number }
  const told = await fetch(`${site.base}/api/devices.telemetry.report`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ from: next, samples: [hot(20, 70), hot(21, 92), hot(22, 91)] }),
  })
  assert.equal(told.status, 200)
  await said(workshop, '92 °C')
  const wang = await site.open('wang', DESK)
  await decide(wang, /work order/, 'approve')
  await until(async () => {
    const { items } = await post(han, 'projects.task.list', { search: '92 °C' })
    return items[0]?.priority === 'urgent'
  })
  await until(async () => {
    const { items } = await post(han, 'devices.command.list', { where: { device } })
    return items.length === 1
  })
  await wang.context().close()
})

test('a spreadsheet dropped into a group → orders', async () => {
  const intake = await group('接单群')
  await install('From spreadsheet to orders', () => choose(han, 'group', '接单群'))
  const wang = await site.open('wang', DESK)
  const rows = [
    { 订单号: 'XL-1', 客户: '江南骑行', 金额: '1200.50' },
    { 订单号: 'SO-9', 客户: '江南骑行', 金额: '1' },
  ]
  const { file } = await post(wang, 'connectors.sheet.write', { name: '订单', rows })
  await post(wang, 'chat.message.send', { conversation: intake, kind: 'file', file })
  await said(intake, '1 orders are in, 1 left out')
  const { items } = await post(han, 'app_orders.order.list', { search: 'XL-1' })
  assert.deepEqual(items[0]['total'], { amount: '120050', currency: 'CNY' })
  await wang.context().close()
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
    await page.getByRole('link', { name: say('0 failed', '0 次失败') }).waitFor()
    await checked(page, look, 'scenario-installed')
    await page.getByRole('button', { name: say('Settings', '设置'), exact: true }).click()
    await page.getByRole('dialog').getByLabel(say('Carrier', '承运商')).waitFor()
    await checked(page, look, 'scenario-settings')
    await page.context().close()
  })
}

test('nothing broke on the way', () => assert.deepEqual(wrong, []))
