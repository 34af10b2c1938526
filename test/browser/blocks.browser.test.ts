import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { checked, inWords, LOOKS } from './checked.ts'
import { DESK, openSite, type Site } from './site.ts'

/** Records in a document, and documents in the palette, as a plain member reads them. */
let site: Site
let document: string
before(async () => {
  site = await openSite()
  await site.as.kernel.idle()
  const view = (await site.as['liu']!.call('directory.view.create', {
    page: 'projects.projects',
    name: '按标题',
    owner: site.as['liu']!.id,
    shared: true,
    setting: { columns: ['title', 'state', 'due_on'], sort: '-title' },
  })) as { id: string }
  const { id } = (await site.as['liu']!.call('documents.document.create', {
    title: '山脊周会纪要',
    space: 'organisation',
    markdown: `扭矩标定要再排一次。\n\n[](tenon:records/projects.task/${view.id})\n\n结束。`,
  })) as { id: string }
  document = id
  await site.as.kernel.idle()
})
after(() => site[Symbol.asyncDispose]())

const tasks = async (): Promise<string[]> => {
  const { items } = (await site.as['tang']!.call('projects.task.list', {
    sort: ['-title'],
    limit: 200,
  })) as { items: { title: string }[] }
  return items.map(({ title }) => title)
}
const titles = (page: Page) => page.locator('.records-block tbody tr td:first-child')

for (const look of LOOKS) {
  const say = inWords(look)
  test(`a table of records: ${look.language} ${look.width} ${look.theme}`, async () => {
    const page = await site.open('tang', look)
    await page.goto(`/documents/${document}`)
    await page.locator('.records-block tbody tr').nth(19).waitFor()
    await checked(page, look, 'records-block')
    const expected = await tasks()
    const n = expected.length
    assert.ok(n > 20)
    const count = page.locator('.records-block small')
    await count.getByText(say(`20 of ${n}`, `${n} 条中的 20 条`)).waitFor()
    for (let more = 20; more < n; more += 20) {
      await page.getByRole('button', { name: say('Show more', '显示更多') }).click()
      await titles(page)
        .nth(Math.min(more + 20, n) - 1)
        .waitFor()
    }
    await count.getByText(say(`${n} records`, `${n} 条记录`)).waitFor()
    assert.deepEqual(await titles(page).allInnerTexts(), expected)
    await titles(page).first().getByRole('link').click()
    await page.getByRole('heading', { name: expected[0]!, exact: true }).first().waitFor()
    await page.context().close()
  })

  test(`the palette finds documents and records: ${look.language} ${look.width}`, async () => {
    const page = await site.open('tang', look)
    await page.goto('/me')
    await page.locator('#content').first().waitFor({ state: 'attached' })
    await page.keyboard.press('Control+k')
    const box = page.getByRole('combobox', { name: say('Search and commands', '搜索与命令') })
    await box.fill('扭矩标定')
    const found = page.getByRole('option', { name: /山脊周会纪要/ })
    await found.waitFor()
    await checked(page, look, 'palette-records')
    await found.click()
    await page.locator('.prose').first().getByText('扭矩标定要再排一次').waitFor()
    await page.keyboard.press('Control+k')
    await box.fill('车架疲劳试验')
    await page.getByRole('option', { name: /车架疲劳试验 10 万次/ }).click()
    await page.getByText('目前 6.2 万次').waitFor()
    await page.context().close()
  })
}

test('who may not read a record or a document finds neither', async () => {
  const page = await site.open('stranger', DESK)
  await page.goto('/me')
  await page.locator('#content').first().waitFor({ state: 'attached' })
  await page.keyboard.press('Control+k')
  const box = page.getByRole('combobox', { name: 'Search and commands' })
  await box.fill('扭矩标定')
  await page.getByRole('option', { name: /山脊周会纪要/ }).waitFor()
  await box.fill('车架疲劳试验')
  await page.getByText('Nothing found').waitFor()
  await page.goto(`/documents/${document}`)
  await page.getByText('No records yet').waitFor()
  await page.context().close()
})
