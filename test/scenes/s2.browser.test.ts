import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { checked, picture } from '../browser/checked.ts'
import { DESK, openSite, PHONE, type Site } from '../browser/site.ts'

/**
 * Scene S2, steps 1 and 2: a file dropped becomes an app; somebody outside fills in its form on a phone;
 * a second company installs it from the plaza, and has it on every door.
 */
let site: Site
const windows: Record<string, Page> = {}
before(async () => {
  site = await openSite()
  for (const person of ['gao', 'outsider', 'bo']) windows[person] = await site.open(person, DESK)
})
after(() => site[Symbol.asyncDispose]())

const LIST = [
  '客户名称,联系电话,车型,问题,状态,预约日期',
  '王先生,13800110001,公路车 R7,后拨变速不准,待处理,2026-11-25',
  '李女士,13900220002,折叠车 F1,刹车异响,处理中,2026-11-24',
  '赵先生,13700330003,山地车 M3,前叉漏油,已完成,2026-11-20',
  '孙女士,13600440004,城市车 C2,轮组偏摆,待处理,2026-11-26',
].join('\r\n')

test('1. a dropped file is an app with form, list, board and card within a minute', async () => {
  const { gao } = windows as { gao: Page }
  await gao.goto('/apps/new')
  const started = Date.now()
  await gao
    .locator('input[type=file]')
    .setInputFiles({ name: '售后服务.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) })
  await gao.getByRole('button', { name: 'Make the app' }).click()
  await gao.waitForURL(/\/app\//)
  await gao.getByText('前叉漏油').waitFor()
  assert.ok(Date.now() - started < 60_000)
  await gao.getByLabel('Board').check({ force: true })
  await gao.getByText('轮组偏摆').first().waitFor()
  await picture(gao, 's2-1-app')

  // For everybody of the organisation at once, also as a card in a conversation.
  const { bo } = windows as { bo: Page }
  await bo.goto(`/messages/${site.as.world.ids['chat.conversation.procurement']}`)
  await bo.getByRole('button', { name: 'Add', exact: true }).click()
  await bo.getByRole('menuitem', { name: '售后服务' }).click()
  const form = bo.getByRole('dialog', { name: '售后服务' })
  await form.getByLabel('客户名称').or(form.getByLabel('Customer')).fill('周先生')
  await form.getByRole('button', { name: 'Submit' }).click()
  await bo.locator('.card', { hasText: '周先生' }).waitFor()
  await picture(bo, 's2-1-card')
})

test('an outsider fills in its shared form at 360 px, without an account', async () => {
  const { gao } = windows as { gao: Page }
  await gao.goto('/apps')
  await gao.getByRole('link', { name: 'Change 售后服务' }).click()
  await gao.getByLabel('Forms', { exact: true }).check({ force: true })
  await gao.getByRole('button', { name: 'Share a form' }).click()
  const dialog = gao.getByRole('dialog', { name: 'Share a form' })
  await dialog.getByRole('button', { name: 'Share', exact: true }).click()
  const link = await gao.getByLabel('Link of 售后服务').inputValue()

  const phone = await site.open('nobody', PHONE)
  await phone.goto(link.replace(/^https?:\/\/[^/]+/, site.base))
  await phone.getByRole('heading', { name: '售后服务' }).waitFor()
  await checked(phone, PHONE, 's2-form')
  await phone.getByLabel('客户名称').fill('陈女士（外部）')
  await phone.getByLabel('问题').fill('脚踏松动')
  await picture(phone, 's2-1-form')
  await phone.getByRole('button', { name: '提交' }).click()
  await phone.getByText('已提交').waitFor()

  const found = await site.as.gao!.call('apps.app.list', {})
  const app = (found as { items: { title_zh: string; module: string }[] }).items.find(
    ({ title_zh }) => title_zh === '售后服务',
  )!
  await gao.goto('/apps')
  await gao.getByRole('link', { name: '售后服务', exact: true }).last().click()
  await gao.getByText('脚踏松动').waitFor()
  assert.ok(app.module.startsWith('app_'))
})

test('2. published to the plaza; a second company sees what it asks for, installs it, and has it on every door', async () => {
  const { gao, outsider } = windows as { gao: Page; outsider: Page }
  await gao.goto('/catalogue')
  await gao.getByRole('button', { name: 'More about 售后服务' }).click()
  await gao.getByRole('menuitem', { name: 'Publish to the plaza' }).click()
  const dialog = gao.getByRole('dialog')
  await dialog.getByLabel('About').fill('登记客户报修，安排处理。')
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })

  await outsider.goto('/catalogue/plaza')
  await outsider.getByRole('link', { name: /售后服务/ }).click()
  await outsider.getByText('Here, in your organisation. The publisher sees none of it.').waitFor()
  await checked(outsider, DESK, 's2-consent')
  await picture(outsider, 's2-2-consent')
  const install = outsider.getByRole('button', { name: 'Install' })
  assert.equal(await install.isDisabled(), true)
  await outsider.getByLabel('Our organisation agrees to what it asks for').check()
  await install.click()
  await outsider.waitForURL(/\/apps$/)
  await outsider.getByRole('link', { name: '售后服务', exact: true }).last().click()
  await outsider.getByText('Nothing here yet').waitFor()
  assert.equal(await outsider.getByText('前叉漏油').count(), 0, 'no record crosses')

  // Its records at /api, in the organisation's OpenAPI, in MCP; and not at anybody else's.
  const { request } = outsider.context()
  const headers = { 'X-Tenon': '1', origin: site.base }
  const path = new URL(outsider.url()).pathname.split('/')
  const entity = `app_${path[2]}.${path[3]}`
  const document = (await (await request.get('/openapi.json')).json()) as {
    paths: Record<string, unknown>
  }
  assert.ok(document.paths[`/api/${entity}.create`])
  const { schema } = JSON.parse(
    JSON.stringify({ schema: document.paths[`/api/${entity}.create`] }),
  ) as { schema: object }
  assert.match(JSON.stringify(schema), /customer|kehu/)
  const nameOf = /"(\w*customer\w*)"/.exec(JSON.stringify(schema))?.[1] ?? 'customer'
  const made = await request.post(`/api/${entity}.create`, {
    headers,
    data: { [nameOf]: '吴先生' },
  })
  assert.equal(made.status(), 200, await made.text())
  const { token } = (await (
    await request.post('/api/identity.token.create', {
      headers,
      data: { name: 'agent', scopes: ['*'] },
    })
  ).json()) as { token: string }
  const nobody = await site.open('nobody', DESK)
  const outside = nobody.context().request
  const mcp = await outside.post('/mcp', {
    headers: { authorization: `Bearer ${token}`, accept: 'application/json, text/event-stream' },
    data: {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'call_action', arguments: { action: `${entity}.list`, input: {} } },
    },
  })
  assert.match(await mcp.text(), /吴先生/)
  await outsider.reload()
  await outsider.getByText('吴先生').waitFor()
  await picture(outsider, 's2-2-installed')
  const open = (await (await outside.get('/openapi.json')).json()) as {
    paths: object
  }
  assert.equal(`/api/${entity}.create` in open.paths, false)
})
