import { after, before, test } from 'node:test'
import { checked, inWords, LOOKS } from './checked.ts'
import { nameOf, openSite, type Site } from './site.ts'

let site: Site
before(async () => {
  site = await openSite()
})
after(() => site[Symbol.asyncDispose]())

const ORDERS = [
  '订单号,客户,数量,金额,状态,下单日期',
  'SO-1,江南骑行,20,19800,已发货,2026-11-02',
  'SO-2,江南骑行,5,4950,待发货,2026-11-09',
  'SO-3,城北车行,8,soon,待发货,2026-11-16',
].join('\r\n')

for (const look of LOOKS) {
  const say = inWords(look)
  const mark = nameOf(look)

  test(`a maker drops a file, looks at the guess, makes the app and shares a form as ${mark}`, async () => {
    const page = await site.open('gao', look)
    await page.goto('/apps/new')
    await checked(page, look, 'apps-drop')
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '销售订单.csv', mimeType: 'text/csv', buffer: Buffer.from(ORDERS) })
    await page.getByRole('button', { name: say('Make the app', '创建应用') }).waitFor()
    await page
      .getByLabel(say('Type of 金额', '金额的类型'))
      .or(page.getByLabel(say('Type of Amount', '金额的类型')))
      .selectOption('money')
    await page.getByText(say('Does not fit (1): soon', '不符合（1）：soon')).waitFor()
    await checked(page, look, 'apps-guess')
    await page.getByRole('button', { name: say('Settings of Status', '状态的设置') }).click()
    await checked(page, look, 'apps-field')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('Apply', '应用'), exact: true })
      .click()
    await page.getByRole('button', { name: say('Make the app', '创建应用') }).click()
    await page.waitForURL(/\/app\//)
    await page.getByText('江南骑行').first().waitFor()
    await checked(page, look, 'apps-made')

    await page.goto('/apps')
    await checked(page, look, 'apps-list-maker')
    await page
      .getByRole('link', { name: new RegExp(`^${say('Change', '修改')}`) })
      .first()
      .click()
    await page.getByRole('button', { name: say('Add a field', '添加字段') }).click()
    await checked(page, look, 'apps-change')
    await page.getByRole('button', { name: say('Publish the changes', '发布修改') }).click()
    await page.getByRole('dialog').getByText(say('New field', '新字段')).waitFor()
    await checked(page, look, 'apps-publish')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('Publish', '发布'), exact: true })
      .click()
    await page.getByText(say('Version 2', '第 2 版'), { exact: true }).waitFor()
    await page.getByLabel(say('Import', '导入'), { exact: true }).check({ force: true })
    await page.locator('input[type=file]').setInputFiles({
      name: 'more.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('订单号,客户\r\nSO-9,城北车行\r\nSO-1,谁'),
    })
    await page.getByText(/SO-1/).last().waitFor()
    await checked(page, look, 'apps-import')
    await page.getByLabel(say('Forms', '表单'), { exact: true }).check({ force: true })
    await page.getByRole('button', { name: say('Share a form', '分享表单') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('Share', '分享'), exact: true })
      .click()
    await page.getByRole('img', { name: /QR|二维码/ }).waitFor()
    await checked(page, look, 'apps-shares')
    await page.getByLabel(say('Versions', '版本'), { exact: true }).check({ force: true })
    await page.getByText(say('Runs', '使用中'), { exact: true }).waitFor()
    await checked(page, look, 'apps-versions')
    await page.context().close()
  })

  test(`an app saved as a file is made again from it as ${mark}`, async () => {
    const page = await site.open('gao', look)
    await page.goto('/apps/new')
    const { manifest } = (await site.as.gao!.call('apps.app.manifest', {
      app: site.as.world.ids['apps.app.inspections'],
    })) as { manifest: object }
    const buffer = Buffer.from(JSON.stringify(manifest))
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'saved.json', mimeType: 'application/json', buffer })
    await page.getByRole('button', { name: say('Make the app', '创建应用') }).click()
    await page.waitForURL(/\/app\/\w+\d\//)
    await page.context().close()
  })

  test(`a member sees apps and the catalogue, and may change neither, as ${mark}`, async () => {
    const page = await site.open('stranger', look)
    await page.goto('/apps')
    await page.getByRole('link', { name: '设备巡检' }).first().waitFor()
    await checked(page, look, 'apps-list')
    await page.goto('/catalogue')
    await page.getByText(say('First-party', '官方')).first().waitFor()
    await checked(page, look, 'catalogue-installed')
    await page.goto('/catalogue/plaza')
    await page.getByRole('link', { name: /资产借用|Asset loans/ }).click()
    await page.getByText(say('Ask an administrator to install it.', '请联系管理员安装。')).waitFor()
    await checked(page, look, 'catalogue-listing')
    await page.context().close()
  })
}
