import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { startErp, type Erp } from '../../connections/imports/testing/erp.ts'
import { KEY, startShop } from '../../connections/imports/testing/shop.ts'
import { foreign, type Foreign } from '../../connections/vault/testing/foreign.ts'
import { checked, inWords, LOOKS } from './checked.ts'
import { nameOf, openSite, type Look, type Site } from './site.ts'

type Row = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- rows of somebody's database
let site: Site
let erp: Erp
let weather: Foreign
before(async () => {
  ;[site, erp, weather] = await Promise.all([
    openSite({ reach: ['127.0.0.1'] }),
    startErp(),
    foreign(({ url }, response) => {
      const town = new URL(url, 'http://x').searchParams.get('town')
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ town, temp_c: 7 }))
    }),
  ])
  // Whoever may import and nothing else.
  const { role } = (await site.as.lin.call('identity.role.create', {
    name: '系统对接',
    scopes: ['imports.manage'],
    range: 'all',
  })) as Row
  await site.as.lin.call('identity.grant.create', { role, kind: 'person', holder: site.as.ma!.id })
})
after(async () => {
  await site[Symbol.asyncDispose]()
  await erp[Symbol.asyncDispose]()
  await weather[Symbol.asyncDispose]()
})

const button = (at: Page | Locator, name: string | RegExp) =>
  at.getByRole('button', { name, exact: typeof name === 'string' })
const next = (page: Page, look: Look) => button(page, inWords(look)('Next', '下一步')).click()

for (const look of LOOKS) {
  const say = inWords(look)
  const name = `erp${look.language}${look.width}${look.theme}`
  test(`a database is connected by clicking, from its account to its first rows, as ${nameOf(look)}`, async () => {
    const page = await site.open('ma', look)
    await page.goto('/catalogue/connect')
    await checked(page, look, 'catalogue-connect')
    await page.getByRole('link', { name: say('A database', '数据库') }).click()
    await button(page, say('Link an account', '新建授权账号')).first().click()
    const dialog = page.getByRole('dialog')
    const fields = { host: 'Host|主机', port: 'Port|端口', database: 'Database|数据库' }
    await dialog.getByLabel(say('Name', '名称'), { exact: false }).first().fill(`ERP ${name}`)
    for (const [field, label] of Object.entries(fields))
      await dialog.getByLabel(new RegExp(label)).last().fill(erp.credential[field]!)
    await dialog.getByLabel(say('User name', '用户名')).fill(erp.credential['user']!)
    await dialog.getByLabel(/^(Password|密码)/).fill(erp.credential['password']!)
    await dialog.getByLabel(/^TLS/).fill('off')
    await checked(page, look, 'imports-sql-account')
    await button(dialog, say('Link it', '保存')).click()
    await dialog.waitFor({ state: 'detached' })
    await checked(page, look, 'imports-sql-accounts')
    await next(page, look)

    const tables = page.getByRole('group', { name: say('Tables', '数据表') })
    await tables.getByLabel('erp.orders').check()
    await tables.getByLabel('erp.customers').check()
    const orders = page.getByRole('region', { name: 'erp.orders' })
    assert.equal(
      await orders.getByLabel(say('What is new is seen by', '按哪一列识别新数据')).inputValue(),
      'change_no',
    )
    await button(orders, say('Show rows', '查看数据')).click()
    await orders.getByText('SO-26001').waitFor()
    await orders.getByLabel(say('Name', '名称'), { exact: false }).first().fill('销售订单')
    await checked(page, look, 'imports-sql-tables')
    await next(page, look)

    await button(page, say('Declare what may be done', '声明可执行的操作')).click()
    const statement = page.getByRole('region', { name: 'order.update' })
    await statement.getByLabel('state', { exact: true }).check()
    await statement
      .getByLabel(say('Name of the action', '动作名称'))
      .fill(say('Approve an order', '审批订单'))
    await statement.getByLabel(say('Verb', '动词')).fill('approve')
    const approve = page.getByRole('region', { name: 'order.approve' })
    await approve.getByLabel(say('Statement', '语句')).fill('UPDATE erp.nowhere SET a = :a')
    await button(approve, say('Check it', '检查')).click()
    await approve
      .getByText(/erp\.nowhere/)
      .last()
      .waitFor()
    await approve
      .getByLabel(say('Statement', '语句'))
      .fill(`UPDATE erp.orders SET state = 'approved' WHERE order_no = :order_no`)
    await button(approve, say('Check it', '检查')).click()
    await approve.getByText(/: order_no$|：order_no$/).waitFor()
    await checked(page, look, 'imports-sql-writing')
    await next(page, look)
    await next(page, look)

    await page.getByLabel(say('Short name', '短名称')).fill(name)
    await page.getByLabel(say('For every member', '开放给全体成员')).selectOption('all')
    await checked(page, look, 'imports-sql-name')
    await button(page, say('Connect', '连接')).click()
    await page.waitForURL(`**/admin/interfaces/api_${name}`)
    await button(page, say('Ask now', '立即检查')).click()
    await page.getByText(say('It answers', '正常应答')).waitFor()
    await checked(page, look, 'imports-manage')
    const actions = page.getByRole('list', { name: say('What it can do', '可用的动作') })
    await button(actions, say('Try “Approve an order”', '试用“审批订单”')).click()
    await dialog.getByLabel(/order_no/).fill('SO-26004')
    await button(dialog, say('Try', '试用')).click()
    await dialog.getByText('"affected": 1').waitFor()
    await checked(page, look, 'imports-try')
    await button(dialog, say('Close', '关闭')).last().click()
    const [row] = await erp.query<Row>("SELECT state FROM erp.orders WHERE order_no = 'SO-26004'")
    assert.equal(row!['state'], 'approved')
    await erp.query("UPDATE erp.orders SET state = 'open' WHERE order_no = 'SO-26004'")

    await page.goto('/catalogue')
    const installed = page.getByRole('list', { name: say('Installed', '已安装') })
    await installed.getByRole('link', { name: `ERP ${name}` }).click()
    await page.waitForURL(`**/admin/interfaces/api_${name}`)
    await button(page, say('More', '更多')).first().click()
    await page.getByRole('menuitem', { name: say('Remove', '移除') }).click()
    await button(dialog, say('Remove', '移除')).click()
    await page.waitForURL('**/admin/interfaces')
    await page.getByText(`api_${name}`).waitFor({ state: 'detached' })
    await checked(page, look, 'imports-list')
    await page.context().close()
  })

  test(`a service is connected by its document, and taken anew when the document changes, as ${nameOf(look)}`, async () => {
    await using shop = await startShop()
    const page = await site.open('ma', look)
    const dialog = page.getByRole('dialog')
    await page.goto('/admin/interfaces/openapi')
    await page
      .getByLabel(say('Address of the OpenAPI document', 'OpenAPI 文档的地址'))
      .fill(`${shop.origin}/openapi.json`)
    await button(page, say('Read it', '读取')).click()
    await page.getByText('Shop API').waitFor()
    await checked(page, look, 'imports-openapi-document')
    await next(page, look)
    const operations = page.getByRole('group', { name: say('Operations', '操作') })
    await operations.getByText('GET /orders/{id}', { exact: true }).waitFor()
    for (const key of ['List orders', 'Create an order', 'Delete an order'])
      await operations.getByLabel(key).check()
    await button(page, say('Adjust order.list', '调整 order.list')).click()
    await dialog.getByLabel(say('Its list comes', '列表的返回方式')).selectOption('cursor')
    const paging = {
      [say('Where the items are', '各项的位置')]: '/data',
      [say('Parameter: how many', '参数：每页数量')]: 'per_page',
      [say('Parameter: from where', '参数：从哪里开始')]: 'after',
      [say('Where the mark stands', '标记的位置')]: '/meta/next',
    }
    for (const [label, text] of Object.entries(paging)) await dialog.getByLabel(label).fill(text)
    await checked(page, look, 'imports-openapi-operation')
    await button(dialog, say('Take it so', '确定')).click()
    await checked(page, look, 'imports-openapi-operations')
    await next(page, look)
    await checked(page, look, 'imports-openapi-standards')
    await next(page, look)
    await page.getByLabel(say('Short name', '短名称')).fill(`shop${name}`)
    await page.getByLabel(say('For every member', '开放给全体成员')).selectOption('all')
    await button(page, say('Connect', '连接')).click()
    await page.waitForURL(`**/admin/interfaces/api_shop${name}`)
    await button(page, say('Choose an account', '选择账号')).click()
    await button(dialog, say('Link an account', '新建授权账号')).click()
    const link = page.getByRole('dialog').last()
    await link.getByLabel(say('Key', '密钥'), { exact: false }).last().fill(KEY)
    await button(link, say('Link it', '保存')).click()
    await button(dialog, say('Use it', '启用')).click()
    await dialog.waitFor({ state: 'detached' })
    await button(page, say('Try “List orders”', '试用“List orders”')).click()
    await button(dialog, say('Try', '试用')).click()
    await dialog.getByText('Acme').first().waitFor()
    await checked(page, look, 'imports-openapi-try')
    await button(dialog, say('Close', '关闭')).last().click()

    shop.change()
    await button(page, say('More', '更多')).first().click()
    await page
      .getByRole('menuitem', { name: say('Look for changes there', '检查对方的变化') })
      .click()
    await button(dialog, say('Read it', '读取')).click()
    await dialog.getByLabel('Delete an order').check()
    await dialog.getByLabel('Create an order').check()
    await dialog.getByLabel('Give money back').check()
    await checked(page, look, 'imports-difference')
    await button(dialog, say('Take it as it is now', '采用最新状态')).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Give money back').waitFor()
    await page.getByText('Delete an order').waitFor({ state: 'detached' })
    await page.context().close()
  })

  test(`requests are written down, tried, and written anew, as ${nameOf(look)}`, async () => {
    const page = await site.open('ma', look)
    const dialog = page.getByRole('dialog')
    await page.goto('/admin/interfaces/http')
    await page.getByLabel(say('Server', '服务器')).fill(weather.origin)
    await checked(page, look, 'imports-http-service')
    await next(page, look)
    const card = page.getByRole('region', { name: say('New request', '新请求') })
    await card.getByLabel(say('Name of the action', '动作名称')).fill('天气 Forecast')
    await card.getByLabel(say('Path', '路径')).fill('/forecast')
    await button(card, say('A field', '字段')).click()
    await card.getByLabel(say('Field 1', '字段 1'), { exact: true }).fill('town')
    await card.getByLabel(say('in the query', '放在查询参数中')).check()
    await card.getByLabel(say('Thing', '对象')).fill('forecast')
    await card.getByLabel(say('Verb', '动词')).fill('get')
    const written = page.getByRole('region', { name: 'forecast.get' })
    await button(written, say('Try it', '试用')).click()
    await dialog.getByLabel('Town').fill('苏州')
    await button(dialog, say('Try', '试用')).click()
    await dialog.getByText('"town": "苏州"').waitFor()
    await checked(page, look, 'imports-http-try')
    await button(dialog, say('Close', '关闭')).last().click()
    await checked(page, look, 'imports-http-requests')
    await next(page, look)
    await page.getByLabel(say('Name', '名称'), { exact: false }).first().fill('天气 Weather')
    await page.getByLabel(say('Short name', '短名称')).fill(`weather${name}`)
    await button(page, say('Connect', '连接')).click()
    await page.waitForURL(`**/admin/interfaces/api_weather${name}`)
    await button(page, say('More', '更多')).first().click()
    await page.getByRole('menuitem', { name: say('Change the requests', '修改请求') }).click()
    await page.getByLabel(say('Name of the action', '动作名称')).fill('Forecast of a town')
    await checked(page, look, 'imports-http-edit')
    await button(page, say('Save', '保存')).click()
    await page.waitForURL(`**/admin/interfaces/api_weather${name}`)
    const { items } = (await (
      await site.as.person('ma')
    ).call('imports.source.list', {
      module: `api_weather${name}`,
    })) as Row
    assert.equal(items[0].version, 2)
    await page.context().close()
  })
}
