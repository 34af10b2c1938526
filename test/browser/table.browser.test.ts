import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { sheetsOf } from '#modules/sheets'
import { checked, inWords, LOOKS } from './checked.ts'
import { DESK, nameOf } from './site.ts'
import { openStand } from './stand.ts'

/** The table of any entity, as somebody works in it. */
let site: Awaited<ReturnType<typeof openStand>>
before(async () => {
  site = await openStand()
})
after(() => site[Symbol.asyncDispose]())

const rowNames = (page: Page) => page.locator('.table-row > .first').allInnerTexts()

for (const look of LOOKS) {
  const say = inWords(look)
  test(`records are narrowed by conditions and the view is kept, as ${nameOf(look)}`, async () => {
    const page = await site.open('stranger', look)
    await page.goto('/yard')
    await page.getByText('Cut the tubes').waitFor()
    await page.getByText(say('6 records', '6 条记录')).waitFor()
    await page.getByRole('button', { name: say('Filter', '筛选'), exact: true }).click()
    const filter = page.getByRole('dialog', { name: say('Filter', '筛选') })
    await filter.getByRole('button', { name: say('Condition', '条件'), exact: true }).click()
    await filter.getByLabel(say('Field', '字段')).selectOption('state')
    await filter.getByLabel(say('Todo', '待办')).check()
    await filter.getByRole('button', { name: say('Group of conditions', '条件组') }).click()
    const group = filter.locator('.filter.inner')
    const field = group.getByLabel(say('Field', '字段'))
    await field.first().selectOption('hours')
    await group.getByLabel(say('How Hours compares', '工时的比较方式')).selectOption('gte')
    await group.getByRole('textbox').first().fill('20')
    await field.last().selectOption('urgent')
    await group.getByLabel(say('Urgent', '加急'), { exact: true }).selectOption('true')
    await page.getByText(say('1 record', '1 条记录')).waitFor()
    await checked(page, look, 'table-filter')
    await page.keyboard.press('Escape')
    await filter.waitFor({ state: 'detached' })
    assert.deepEqual(await rowNames(page), ['焊接车架'])

    await page.getByRole('button', { name: say('Saved views', '已存视图') }).click()
    await page.getByRole('menuitem', { name: say('Save as a view', '存为视图') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill(`Heavy ${nameOf(look)}`)
    await dialog.getByLabel(say('For everyone', '所有人可用')).check()
    await checked(page, look, 'table-save-view')
    await dialog.getByRole('button', { name: say('Save', '保存') }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.context().close()

    const other = await site.open('wang', look)
    await other.goto('/yard')
    await other.getByText(say('6 records', '6 条记录')).waitFor()
    await other.getByRole('button', { name: say('Saved views', '已存视图') }).click()
    await other.getByRole('menuitemradio', { name: `Heavy ${nameOf(look)}` }).click()
    await other.getByText(say('1 record', '1 条记录')).waitFor()
    await other.context().close()
  })
}

test('cells move, change in place, are copied and pasted; a refusal stands beside its row', async () => {
  const page = await site.open('wang', DESK)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/yard')
  const grid = page.getByRole('grid')
  const cell = (row: string, at: number) =>
    page.getByRole('row').filter({ hasText: row }).getByRole('gridcell').nth(at)
  await page.getByRole('button', { name: 'Name', exact: true }).click()
  await page
    .getByRole('columnheader', { name: 'Name' })
    .and(page.locator('[aria-sort=ascending]'))
    .waitFor()

  await cell('Paint', 5).click()
  await page.keyboard.press('F2')
  await page.locator('.cell-editor').getByLabel('Hours').fill('33')
  await page.keyboard.press('Enter')
  await cell('Paint', 5).getByText('33').waitFor()
  await page.getByRole('row').filter({ hasText: '6 records' }).getByText('89').waitFor()

  await cell('Order saddles', 5).dblclick()
  await page.locator('.cell-editor').getByLabel('Hours').fill('1')
  await checked(page, DESK, 'table-edit')
  await page.keyboard.press('Enter')
  await page.locator('.cell-editor').getByText('What is done stays done.').waitFor()
  await page.keyboard.press('Escape')
  await cell('Order saddles', 5).getByText('–').waitFor()

  await cell('Cut the tubes', 0).click()
  await page.getByRole('complementary', { name: 'Cut the tubes' }).waitFor()
  await page.getByRole('button', { name: 'Close' }).click()
  await grid.focus()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Control+c')
  const copied = await page.evaluate('navigator.clipboard.readText()')
  assert.equal(copied, 'Cut the tubes\tDoing\nOrder saddles\tDone')

  const rows = [
    'Grease\tTodo\t赵敏\t2026-12-01\t2026/12/3\t4\t¥120.50\tyes',
    'Ship\tSoon\tNobody\tlater\t\tmany\tmuch\tperhaps',
  ]
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Home')
  await page.evaluate(
    `navigator.clipboard.writeText(${JSON.stringify(['焊接车架\tDone', ...rows].join('\n'))})`,
  )
  await page.keyboard.press('Control+v')
  const dialog = page.getByRole('dialog', { name: 'Paste 3 rows' })
  await dialog.getByText('“Soon” is not one of the choices.').waitFor()
  await dialog.getByText('Nothing is called “Nobody”.').waitFor()
  await checked(page, DESK, 'table-paste')
  await dialog.getByRole('button', { name: 'Change 1 row and add 1 row' }).click()
  await dialog.getByRole('img', { name: 'Written' }).nth(1).waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('7 records').waitFor()
  const { items } = (await site.as['wang']!.call('yard.job.list', {
    where: { name: 'Grease' },
  })) as { items: Record<string, unknown>[] }
  const kept = await site.as['wang']!.call('yard.job.get', { job: site.jobs['焊接车架']! })
  assert.equal((kept as { state: string }).state, 'done')
  assert.equal((kept as { hours: number }).hours, 40, 'cells that were not pasted stay')
  const { who, starts_on, ends_on, hours, price, urgent } = items[0]!
  assert.deepEqual(
    { who, starts_on, ends_on, hours, price, urgent },
    {
      who: site.as['zhao']!.id,
      starts_on: '2026-12-01',
      ends_on: '2026-12-03',
      hours: 4,
      price: { amount: '12050', currency: 'CNY' },
      urgent: true,
    },
  )

  const menu = (column: string, item: string) => async () => {
    await page.getByRole('button', { name: `Column ${column}` }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: item }).click()
  }
  await menu('State', 'Group by this')()
  await page.locator('.table-group').filter({ hasText: 'Done' }).getByText('2 records').waitFor()
  await menu('State', 'Freeze up to here')()
  await menu('Price', 'Move left')()
  await checked(page, DESK, 'table-groups')

  await page.getByRole('button', { name: 'Export' }).click()
  const saved = page.waitForEvent('download')
  await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click()
  const bytes = await readFile(await (await saved).path())
  const [sheet] = await sheetsOf(bytes, 'jobs', 100)
  assert.deepEqual(sheet?.grid[0]?.cells.slice(0, 3), ['Name', 'State', 'Who'])
  assert.equal(sheet?.grid.length, 8)
  await page.context().close()
})
