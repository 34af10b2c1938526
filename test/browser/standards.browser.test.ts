import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { checked, inWords, LOOKS } from './checked.ts'
import { DESK, nameOf, openSite, type Site } from './site.ts'

let site: Site
before(async () => {
  site = await openSite()
})
after(() => site[Symbol.asyncDispose]())

for (const look of LOOKS) {
  test(`a member sees who implements which standard as ${nameOf(look)}`, async () => {
    const say = inWords(look)
    const page = await site.open('raj', look)
    await page.goto('/standards')
    await page.getByRole('button', { name: say('Customer', '客户') }).waitFor()
    await checked(page, look, 'standards')
    await page.getByRole('button', { name: say('Person', '人员') }).click()
    const panel = page.locator('aside.side')
    await panel.getByText(say('Used here', '正在使用')).waitFor()
    await panel.getByText('hr.person.created').waitFor()
    assert.equal(await panel.getByRole('button', { name: say('Test it', '测试') }).count(), 0)
    await checked(page, look, 'standard')
    await page.context().close()
  })
}

test('an administrator tests a module against a standard and sees what was found', async () => {
  const page = await site.open('lin', DESK)
  await page.goto('/standards/work.task@1')
  const panel = page.locator('aside.side')
  await panel.getByText('Not tested').waitFor()
  await panel.getByRole('button', { name: 'Test it' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Test it' }).click()
  await panel.getByText('Conforms when read').waitFor()
  await panel.getByText('lists a page').waitFor()
  await page.context().close()
})
