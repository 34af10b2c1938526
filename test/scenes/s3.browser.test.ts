import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { ROOT } from '#kernel/testing'
import { install } from '../../connections/remote/testing/house.ts'
import { HERE, startExample, type Example } from '../../connections/remote/testing/vendor.ts'
import { checked } from '../browser/checked.ts'
import { DESK, openSite, PHONE, type Site } from '../browser/site.ts'

/** Scene S3, being integrated: vendors' software in our frame, their to-dos and hits beside our own. */
let site: Site
let kemai: Example
let wang: Page
const wrong: string[] = []

before(async () => {
  ;[site, kemai] = await Promise.all([openSite({ reach: HERE }), startExample('kemai')])
  await install(site.as.lin, kemai.url)
  wang = await site.open('wang', DESK)
  wang.on('pageerror', (error) => wrong.push(`wang: ${error.stack}`))
})
after(async () => {
  await kemai[Symbol.asyncDispose]()
  await site[Symbol.asyncDispose]()
})

const inside = (page: Page) => page.frameLocator('iframe.remote-frame').frameLocator('iframe')

test('S3.3 Kemai opens from the workbench: its own page in our frame, signed in by OpenID Connect', async () => {
  const asked: string[] = []
  wang.on('request', (request) => asked.push(request.url()))
  await wang.goto('/workbench')
  await wang.getByRole('link', { name: 'Customers' }).click()
  await inside(wang).getByRole('heading', { name: 'Customers' }).waitFor()
  await inside(wang).getByLabel('Name').fill('江南骑行 Jiangnan Riding')
  await inside(wang).getByLabel('Phone').fill('0512-6666')
  await inside(wang).getByRole('button', { name: 'Save' }).click()
  await inside(wang).getByRole('heading', { name: '江南骑行 Jiangnan Riding' }).waitFor()
  await wang.waitForURL(/\/x\/kemai\/desk\/customer\/[0-9a-f-]{36}$/)
  // One question, pushed by Kemai's server and asked by our page; no token travels in an address.
  const questions = asked.filter((url) => url.includes('/oidc/'))
  assert.match(questions.join(' '), /^http\S+\/oidc\/auth\?client_id=[\w-]{44}&request_uri=urn\S+$/)
  const { client_id: client } = Object.fromEntries(new URL(questions[0]!).searchParams)
  const used = (await site.as.lin.call('oidc.sign_in.list', {})) as {
    items: { client: string; client_name: string; person: string }[]
  }
  assert.deepEqual(
    used.items.map((each) => [each.client, each.client_name, each.person]),
    [[client, 'Kemai CRM', site.as.wang.id]],
  )
  assert.deepEqual(await wang.context().cookies(kemai.url), [])
  await checked(wang, DESK, 's3-3-kemai')
  await wang.reload()
  await inside(wang).getByRole('heading', { name: '江南骑行 Jiangnan Riding' }).waitFor()
})

test('S3.3 its to-dos stand beside our own, and what it finds beside what we find', async () => {
  const customer = wang.url().split('/').at(-1)!
  await (
    await site.as.person('wang')
  ).call('ext_kemai.task.create', { customer, title: '回访江南骑行' })
  await wang.goto('/todo')
  await wang.getByText('回访江南骑行').waitFor()
  await wang.keyboard.press('Control+k')
  await wang.getByRole('combobox', { name: 'Search and commands' }).fill('江南')
  const group = wang.getByRole('group', { name: 'Kemai CRM' })
  await group.getByRole('option', { name: /江南骑行/ }).waitFor()
  await wang.screenshot({ path: join(ROOT, '.tmp', 'shots', 's3-3-search.png') })
  await group.getByRole('option', { name: /江南骑行/ }).click()
  await inside(wang).getByRole('button', { name: 'Done' }).click()
  await inside(wang).getByText('Done').waitFor()
  await wang.goto('/todo')
  await wang.getByText('回访江南骑行').waitFor({ state: 'detached' })
})

test('S3.3 opened from a group it knows which; its card is sent into a conversation', async () => {
  const group = site.as.world.ids['chat.conversation.procurement']
  await wang.goto(`/messages/${group}`)
  await wang.getByRole('main').getByRole('button', { name: 'More' }).first().click()
  await wang.getByRole('menuitem', { name: 'Customers' }).click()
  await wang.waitForURL(`**/x/kemai/desk?conversation=${group}`)
  await inside(wang).getByRole('button', { name: '江南骑行 Jiangnan Riding' }).click()
  await inside(wang).getByRole('button', { name: 'Send card' }).click()
  const dialog = wang.getByRole('dialog', { name: 'Send the card' })
  await dialog.getByRole('combobox').fill('采购')
  await wang.getByRole('option', { name: /采购/ }).first().click()
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await wang.goto(`/messages/${group}`)
  await wang.getByRole('article', { name: /Kemai CRM · 江南骑行/ }).waitFor()
})

test('S3.3 a link to a customer in a conversation shows its card, to whom it is sent', async () => {
  const group = site.as.world.ids['chat.conversation.procurement']!
  const headers = { 'x-api-key': 'kemai-key' }
  const found = await fetch(`${kemai.url}/api/v1/customers?search=江南`, { headers })
  const { items } = (await found.json()) as { items: { id: string }[] }
  await wang.goto(`/messages/${group}`)
  await wang
    .getByRole('textbox', { name: /^Write to/ })
    .fill(`看看 ${site.base}/x/kemai/desk/customer/${items[0]!.id} 这家`)
  await wang.keyboard.press('Enter')
  await wang.locator('.message', { hasText: '看看' }).waitFor()
  const bo = await site.open('bo', DESK)
  await bo.goto(`/messages/${group}`)
  const message = bo.locator('.message', { hasText: '看看' })
  await message.getByRole('article', { name: /Kemai CRM · 江南骑行/ }).waitFor()
  await checked(bo, DESK, 's3-3-unfurl')
  await bo.context().close()
})

test('S3.3 on the phone, in Chinese and dark', async () => {
  const phone = await site.open('wang', PHONE)
  await phone.goto('/x/kemai/desk')
  await inside(phone).getByRole('heading', { name: '客户', exact: true }).waitFor()
  await inside(phone).getByRole('button', { name: '江南骑行 Jiangnan Riding' }).waitFor()
  await checked(phone, PHONE, 's3-3-kemai')
  await phone.context().close()
})

test('S3.3 a leaver loses it at once: our frame, its session, its actions', async () => {
  const { as } = site
  const leaver = await as.person('ma')
  const page = await site.open('ma', DESK)
  let bearer = ''
  page.on('request', async (request) => {
    if (!request.url().startsWith(`${kemai.url}/api/`)) return
    bearer = (await request.headerValue('authorization')) ?? ''
  })
  await page.goto('/x/kemai/desk')
  await inside(page).getByRole('heading', { name: 'Customers' }).waitFor()
  while (bearer === '') await page.waitForTimeout(20)
  const ask = async () => {
    const headers = { authorization: bearer }
    return (await fetch(`${kemai.url}/api/v1/customers`, { headers })).status
  }
  assert.equal(await ask(), 200)
  await as.lin.call('directory.person.leave', { person: leaver.id })
  const left = Date.now()
  let status = 200
  while (status === 200 && Date.now() - left < 10_000) status = await ask()
  assert.equal(status, 401)
  assert.ok(Date.now() - left < 1000, `${Date.now() - left} ms`)
  await page.locator('iframe.remote-frame').waitFor({ state: 'detached' })
  assert.equal(await as.kernel.actorOf(leaver.actor.org, leaver.id), undefined)
  await page.context().close()
})

test('S3.6 Tenon stops; Kemai works on its own data, and tells when Tenon is back', async () => {
  const { port } = new URL(site.base)
  await site.stop()
  await assert.rejects(fetch(`http://127.0.0.1:${port}/healthz`))
  const headers = { 'x-api-key': 'kemai-key', 'content-type': 'application/json' }
  const own = (path: string, options: object = {}) =>
    fetch(`${kemai.url}/api/v1/customers${path}`, { headers, ...options })
  const made = await own('', { method: 'POST', body: JSON.stringify({ name: '独自登记的客户' }) })
  assert.equal(made.status, 201)
  await kemai.restart()
  const { items } = (await (await own('?search=独自')).json()) as { items: { name: string }[] }
  assert.deepEqual(
    items.map(({ name }) => name),
    ['独自登记的客户'],
  )
  await site.start()
  const heard = async () =>
    site.as.owner(async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `SELECT payload->>'name' AS name FROM kernel.event WHERE type = 'ext_kemai.customer.created'`,
      )
      return rows.some(({ name }) => name === '独自登记的客户')
    })
  while (!(await heard())) await new Promise((done) => setTimeout(done, 100))
})

test('nothing broke on the way', () => assert.deepEqual(wrong, []))
