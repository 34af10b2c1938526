import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { checked, inWords, LOOKS } from './checked.ts'
import { nameOf, openSite, type Site } from './site.ts'

let site: Site
before(async () => {
  site = await openSite()
})
after(() => site[Symbol.asyncDispose]())

for (const look of LOOKS) {
  test(`an administrator has another server told, tests it and sees why not, as ${nameOf(look)}`, async () => {
    const say = inWords(look)
    const page = await site.open('lin', look)
    const button = (english: string, chinese: string) =>
      page.getByRole('button', { name: say(english, chinese), exact: true })
    const name = `ERP ${nameOf(look)}`
    await page.goto('/admin/webhooks')
    await button('New webhook', '新建 Webhook').first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: say('Name', '名称') }).fill(name)
    // The test's server allows no address of its own machine: the refusal is shown as its user meets it.
    await dialog
      .getByRole('textbox', { name: say('Address', '地址') })
      .fill('http://127.0.0.1:9/hook')
    await dialog.getByLabel(say('Search events', '搜索事件')).fill('approval.request')
    await dialog.getByRole('checkbox').nth(1).check()
    await checked(page, look, 'hooks-new')
    await dialog.getByRole('button', { name: say('Make it', '创建') }).click()
    const secret = await dialog.locator('code').innerText()
    assert.match(secret, /^whsec_/)
    await checked(page, look, 'hooks-secret')
    await dialog.getByRole('button', { name: say('I have kept it', '已保存') }).click()
    const panel = page.locator('aside.side')
    await panel.getByRole('button', { name: say('Send a test', '发送测试') }).click()
    await panel.getByText(/does not ask that address/).waitFor()
    await checked(page, look, 'hooks-panel')
    await panel.getByRole('button', { name: say('Switch off', '停用') }).click()
    await panel.getByRole('button', { name: say('Switch on', '启用') }).waitFor()
    await panel.getByRole('button', { name: say('Delete', '删除') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('Delete', '删除') })
      .click()
    await panel.waitFor({ state: 'detached' })
    await page.getByText(say('Nobody is told yet', '还没有通知任何人')).waitFor()
    await page.context().close()
    const other = await site.open('raj', look)
    await other.goto('/admin/webhooks')
    assert.equal(await other.getByText('Webhook').count(), 0)
    await other.context().close()
  })
}
