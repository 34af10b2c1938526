import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startShop } from '../../connections/imports/testing/shop.ts'
import { checked, inWords, LOOKS } from './checked.ts'
import { nameOf, openSite, type Site } from './site.ts'

let site: Site
let shop: Awaited<ReturnType<typeof startShop>>
before(async () => {
  shop = await startShop()
  site = await openSite({ named: true, reach: ['127.0.0.1'] })
})
after(async () => {
  await site[Symbol.asyncDispose]()
  await shop[Symbol.asyncDispose]()
})

for (const look of LOOKS) {
  const say = inWords(look)
  test(`a member finds a connector, sees how far it is proven, and connects it, as ${nameOf(look)}`, async () => {
    const page = await site.open('wang', look)
    await page.goto('/me/connectors')
    const list = page.getByRole('list', { name: say('Connectors', '连接器') })
    await list.getByText(say('DingTalk robot', '钉钉机器人')).waitFor()
    await checked(page, look, 'connectors')
    await page.getByRole('searchbox', { name: say('Search', '搜索') }).fill('github')
    await list.getByText(say('DingTalk robot', '钉钉机器人')).waitFor({ state: 'detached' })
    await list.getByRole('button', { name: say('Connect GitHub', '连接 GitHub') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('select').first().waitFor()
    assert.equal(await dialog.locator('select').first().inputValue(), 'github')
    await checked(page, look, 'connect')
    await page.context().close()
  })

  test(`an administrator imports an interface by its address, as ${nameOf(look)}`, async () => {
    const page = await site.open('lin', look)
    await page.goto('/me/connectors')
    await page.getByRole('button', { name: say('Import an interface', '导入接口') }).click()
    const dialog = page.getByRole('dialog')
    await dialog
      .getByLabel(say('Address of the OpenAPI document', 'OpenAPI 文档的地址'))
      .fill(`${shop.origin}/openapi.json`)
    await checked(page, look, 'import')
    await dialog.getByRole('button', { name: say('Read it', '读取') }).click()
    await dialog.getByLabel(/order\.list/).check()
    await dialog.getByLabel(say('Short name', '短名称')).fill(`shop${look.language}`)
    await checked(page, look, 'import-choose')
    await dialog.getByRole('button', { name: say('Import 1', '导入 1 个') }).click()
    await page
      .getByRole('list', { name: say('Connectors', '连接器') })
      .getByText('Shop API')
      .first()
      .waitFor()
    await page.context().close()
  })
}
