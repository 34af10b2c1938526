import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { checked, inWords, LOOKS } from './checked.ts'
import { DESK, nameOf, openSite, type Site } from './site.ts'

let site: Site
before(async () => {
  site = await openSite()
})
after(() => site[Symbol.asyncDispose]())

for (const look of LOOKS) {
  test(`an auditor reads the log as ${nameOf(look)}`, async () => {
    const say = inWords(look)
    const page = await site.open('lucy', look)
    const actor = site.as['gao']!.id
    await site.as['gao']!.call('directory.person.update', {
      person: site.as['raj']!.id,
      job_title: `Firmware ${nameOf(look)}`,
    })
    await page.goto('/admin/log')
    const row = page.getByRole('link', { name: say('Change a person', '修改') }).first()
    await row.click()
    const panel = page.locator('aside.side')
    await panel
      .getByText(`Firmware ${nameOf(look)}`)
      .first()
      .waitFor()
    await checked(page, look, 'log-entry')
    const narrowed = page.waitForResponse(
      (one) => one.request().postData()?.includes(actor) ?? false,
    )
    await panel.getByRole('button', { name: say('Only this person', '只看此人') }).click()
    await narrowed
    await panel.getByRole('button', { name: say('Close', '关闭') }).click()
    await page.getByRole('button', { name: say('Clear', '清除') }).waitFor()
    const more = page
      .getByRole('main')
      .getByRole('button', { name: say('More', '更多'), exact: true })
    assert.equal(await more.count(), 0)
    await checked(page, look, 'log-narrowed')
    await page.context().close()
  })
}

test('the log is narrowed and exported', async () => {
  const page = await site.open('lucy', DESK)
  await page.goto('/admin/log')
  await page.getByLabel('Outcome').selectOption({ label: 'Refused' })
  await page.getByText('Nothing matches').or(page.locator('.log-row').first()).waitFor()
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByLabel('Who').fill('linlan')
  await page.getByRole('option', { name: /林岚/ }).click()
  await page.getByRole('button', { name: 'Export' }).click()
  const saved = page.waitForEvent('download')
  await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click()
  const text = await readFile(await (await saved).path(), 'utf8')
  assert.match(text, /^\uFEFF?at,actor,actor_name/)
  await page.context().close()
})

test('an owner chooses how long it is kept, and erases a leaver by name', async () => {
  await site.as['gao']!.call('directory.person.leave', { person: site.as['lv']!.id })
  const page = await site.open('lin', DESK)
  const dialog = page.getByRole('dialog')
  await page.goto('/admin/log')
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'How long it is kept' }).click()
  await dialog.getByLabel('Days').fill('20')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('A whole number from 180').waitFor()
  await dialog.getByLabel('Days').fill('900')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Erase a person' }).click()
  await dialog.getByLabel('Who has left').selectOption({ label: '吕梦 · YS029' })
  const erase = dialog.getByRole('button', { name: 'Erase for good' })
  await dialog.getByLabel('Type “吕梦” to confirm').fill('吕')
  assert.equal(await erase.isDisabled(), true)
  await dialog.getByLabel('Type “吕梦” to confirm').fill('吕梦')
  await checked(page, DESK, 'log-erase')
  await erase.click()
  await page.getByText('吕梦 is erased.').waitFor()
  await page.context().close()
})
