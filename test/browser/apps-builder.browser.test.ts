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
  const say = inWords(look)
  const mark = nameOf(look)
  const named = `${say('Visits', '拜访')} ${look.width}${look.theme === 'dark' ? 'd' : 'l'}`

  test(`an app is begun with nothing, grows, goes back and is given to some only, as ${mark}`, async () => {
    const page = await site.open('gao', look)
    const button = (english: string, chinese: string) =>
      page.getByRole('button', { name: say(english, chinese), exact: true })
    const inDialog = (english: string, chinese: string) =>
      page.getByRole('dialog').getByRole('button', { name: say(english, chinese), exact: true })
    const part = (english: string, chinese: string) =>
      page.getByLabel(say(english, chinese), { exact: true }).check({ force: true })
    const publish = async (version: number) => {
      await button('Publish the changes', '发布修改').click()
      await inDialog('Publish', '发布').click()
      await page.getByText(say(`Version ${version}`, `第 ${version} 版`), { exact: true }).waitFor()
      await button('Discard changes', '放弃修改').waitFor({ state: 'hidden' })
    }
    await page.goto('/apps/new')
    await button('Begin with an empty app', '创建空白应用').click()
    await page.getByLabel(say('Name of the app', '应用名称')).fill(named)
    await page.getByLabel(say('Name of its first list', '第一张表的名称')).fill(named)
    await page.getByLabel(say('Icon 6', '图标 6'), { exact: true }).check({ force: true })
    await checked(page, look, 'apps-blank')
    await inDialog('Choose its fields', '下一步：设置字段').click()
    await button('Add a field', '添加字段').click()
    await page.getByLabel(say('Type of New field', '新字段的类型')).selectOption('choice')
    await page.getByLabel(say('Board', '看板'), { exact: true }).check()
    await page.getByLabel(say('Stands for', '代表'), { exact: true }).selectOption('crm.customer@1')
    await page.getByLabel(say('Name (required)', '名称（必需）')).selectOption({ index: 1 })
    await checked(page, look, 'apps-blank-fields')
    await page.getByRole('button', { name: say('Make the app', '创建应用') }).click()
    await page.waitForURL(/\/app\//)
    const module = `app_${new URL(page.url()).pathname.split('/')[2]}`
    const gao = await site.as.person('gao')
    const { items } = (await gao.call('apps.app.list', { where: { module } })) as {
      items: { id: string; source: string; icon: string }[]
    }
    assert.equal(items[0]!.source, 'blank')
    assert.equal(items[0]!.icon, 'people')
    const app = items[0]!.id

    const standards = (await gao.call('standards.interface.list', {})) as {
      items: { interface: string; implementers: { module: string }[] }[]
    }
    assert.ok(
      standards.items
        .find((each) => each.interface === 'crm.customer@1')!
        .implementers.some((each) => each.module === module),
    )
    await page.goto(`/apps/${app}`)
    await button('Add a list', '添加表').click()
    await page.getByRole('dialog').getByLabel(say('Name of the list', '表名称')).fill('Routes')
    await inDialog('Add', '添加').click()
    await button('Add a role', '添加角色').click()
    await publish(2)
    await gao.call(`${module}.route.create`, { name: 'North' })

    await page.getByLabel('Routes', { exact: true }).check({ force: true })
    await page.getByRole('button', { name: /(More about Routes|Routes.*更多操作)/ }).click()
    await page.getByRole('menuitem', { name: say('Move to the front', '前移') }).click()
    await page.getByRole('button', { name: /(More about Routes|Routes.*更多操作)/ }).click()
    await page.getByRole('menuitem', { name: say('Remove the list', '移除表') }).click()
    await checked(page, look, 'apps-remove-list')
    await inDialog('Remove the list', '移除表').click()
    await button('Publish the changes', '发布修改').click()
    await page
      .getByText(
        say(
          '1 records hold something there: kept, but no longer shown.',
          '有 1 条记录含有数据：会保留，但不再显示。',
        ),
      )
      .waitFor()
    await checked(page, look, 'apps-publish-lost')
    await inDialog('Publish', '发布').click()
    await page.getByText(say('Version 3', '第 3 版'), { exact: true }).waitFor()

    await part('Versions', '版本')
    await page
      .getByRole('listitem')
      .filter({ hasText: say('Version 2', '第 2 版') })
      .getByRole('button', { name: say('Run this version again', '恢复此版本') })
      .click()
    await page.getByRole('dialog').getByText('Routes').waitFor()
    await checked(page, look, 'apps-back')
    await inDialog('Publish', '发布').click()
    await page.getByText(say('Version 4', '第 4 版'), { exact: true }).first().waitFor()
    const again = await site.as.person('gao')
    assert.equal(((await again.call(`${module}.route.list`, {})) as typeof here).items.length, 1)

    await button('Make a copy of this app', '复制此应用').click()
    await page.getByRole('button', { name: say('Make the app', '创建应用') }).click()
    await page.waitForURL(/\/app\/\w+2\//)
    await page.goto(`/apps/${app}/rights`)
    await page.getByLabel(say('Only who is named', '仅指定对象')).check({ force: true })
    await button('Name somebody', '添加对象').click()
    await page.getByRole('dialog').getByRole('combobox').fill('Bo')
    await page.getByRole('option', { name: /Bo/ }).first().click()
    await inDialog('Add', '添加').click()
    await page
      .getByRole('listitem')
      .first()
      .getByRole('button', { name: say('Take the rights away', '移除权限') })
      .click()
    await page.getByRole('checkbox', { name: say('Add records', '新增'), exact: true }).uncheck()
    await page.getByRole('checkbox', { name: say('Change records', '修改'), exact: true }).uncheck()
    await checked(page, look, 'apps-rights')
    await button('Save the rights', '保存权限').click()
    await page.getByText(say('The rights hold from now on.', '权限已生效。')).waitFor()
    await page.context().close()

    const bo = await site.open('bo', look)
    await bo.goto(`/app/${module.slice(4)}/route`)
    await bo.getByText('North').first().waitFor()
    assert.equal(await bo.getByRole('button', { name: /(Create|新建) ?Routes/ }).count(), 0)
    await checked(bo, look, 'apps-seen-only')
    await bo.context().close()
    const stranger = await site.open('stranger', look)
    await stranger.goto('/apps')
    await stranger.getByRole('link', { name: '设备巡检' }).first().waitFor()
    assert.equal(await stranger.locator(`a[href^="/app/${module.slice(4)}/"]`).count(), 0)
    await stranger.context().close()
  })
}
const here = { items: [] as unknown[] }
