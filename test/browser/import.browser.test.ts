import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { checked, inWords, LOOKS } from './checked.ts'
import { nameOf, openSite, type Look, type Site } from './site.ts'

let site: Site
before(async () => {
  site = await openSite()
})
after(() => site[Symbol.asyncDispose]())

/** Somebody known, somebody new in a new department, and a row that is wrong. */
const listOf = (mark: string) =>
  [
    '工号,姓名,部门,职位,直属上级,邮箱,入职日期',
    `YS002,陈涛,采购部,采购总监 ${mark},YS001,chen.tao@yuanshan.example,2014-06-16`,
    `N-${mark},郭晶 ${mark},研发部/软件组 ${mark},工程师,YS004,${mark}@yuanshan.example,2026-03-01`,
    `X-${mark},Ken Adams,销售部,Sales,查无此人,not-a-mail,2026-03-02`,
  ].join('\r\n')

const take = (page: Page, text: string) =>
  page
    .locator('input[type=file]')
    .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })

for (const look of LOOKS) {
  test(`a list is checked, imported and undone as ${nameOf(look)}`, async () => {
    const say = inWords(look)
    const mark = nameOf(look)
    const page = await site.open('gao', look)
    await page.goto('/admin/imports/new')
    await checked(page, look, 'import-file')

    await take(page, listOf(mark))
    await page.getByText(say('What the columns hold', '每一列的含义')).waitFor()
    await page.getByText(say('There is no manager 查无此人', '没有这位上级')).waitFor()
    await checked(page, look, 'import-check')

    const titles = page.getByLabel(say('What “职位” holds', '“职位”的含义'))
    await titles.selectOption('')
    await page.getByText(`采购总监 ${mark}`).first().waitFor()
    await titles.selectOption('job_title')

    const start = page.getByRole('button', { name: say('Import 2 people', '导入 2 人') })
    await page.getByLabel(say('Leave out 1 row with errors', '跳过 1 行有错误的数据')).check()
    await start.click()
    await page.getByText(say('2 people imported', '已导入 2 人')).waitFor()
    await checked(page, look, 'import-result')

    await page.getByRole('button', { name: say('See the people', '查看成员') }).click()
    await page.getByRole('searchbox').fill(`${mark}@yuan`)
    await page.getByRole('link', { name: `郭晶 ${mark}` }).waitFor()

    await page.goto('/admin/imports')
    await page
      .getByRole('link', { name: /people\.csv/ })
      .first()
      .click()
    await page.getByRole('button', { name: say('Undo the import', '撤销导入') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: say('Undo the import', '撤销导入') }).click()
    await page.getByText(say('The import was undone', '导入已撤销')).waitFor()
    await page.context().close()
  })
}

test('a file without people says what to do', async () => {
  const look: Look = LOOKS.at(-1)!
  const page = await site.open('gao', look)
  await page.goto('/admin/imports/new')
  await take(page, '')
  await page.getByRole('alert').waitFor()
  await checked(page, look, 'import-empty')
  await page.context().close()
})
