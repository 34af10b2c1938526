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
  test(`a member finds colleagues as ${nameOf(look)}`, async () => {
    const say = inWords(look)
    const page = await site.open('stranger', look)
    await page.goto('/contacts')
    await page.getByRole('treeitem', { name: /研发部/ }).click()
    await page.getByRole('link', { name: /Anna Schmidt/ }).waitFor()
    assert.equal(
      await page.getByRole('button', { name: say('Add a person', '添加成员') }).count(),
      0,
    )
    await checked(page, look, 'contacts-department')

    await page.getByRole('link', { name: /Anna Schmidt/ }).click()
    const panel = page.getByRole('complementary', { name: say('Person', '人员') })
    await panel.getByRole('link', { name: '刘洋' }).waitFor()
    await panel.getByRole('link', { name: 'anna.schmidt@yuanshan.example' }).waitFor()
    await checked(page, look, 'contacts-person')

    await page.goto('/contacts/all')
    await page.getByRole('searchbox').fill('ll')
    await page.getByRole('link', { name: /林岚/ }).waitFor()
    await page.getByRole('searchbox').fill('nobody-at-all')
    await page.getByText(say('Nobody is called', '没有找到')).waitFor()
    await checked(page, look, 'contacts-nobody')

    await page.goto('/contacts/chart')
    await page
      .getByRole('button', { name: /车架组/ })
      .first()
      .waitFor()
    await checked(page, look, 'contacts-chart')
    await page.getByRole('radio', { name: say('Reporting lines', '汇报关系') }).check()
    await page.getByRole('button', { name: /陈涛/ }).first().waitFor()
    await checked(page, look, 'contacts-lines')
    await page.context().close()
  })

  test(`an administrator looks after departments as ${nameOf(look)}`, async () => {
    const say = inWords(look)
    const page = await site.open('gao', look)
    await page.goto('/admin/departments')
    await page.getByRole('button', { name: say('New department', '新建部门') }).click()
    const dialog = page.getByRole('dialog')
    const name = `测试部 ${nameOf(look)}`
    await dialog.getByLabel(say('Name', '名称')).fill(name)
    await dialog.getByLabel(say('Under', '上级部门')).selectOption({ label: '　车架组' })
    await checked(page, look, 'contacts-department-form')
    await dialog.getByRole('button', { name: say('Add', '添加') }).click()
    const row = page.getByRole('listitem').filter({ hasText: name })
    await row.getByRole('button', { name: say('More about', '更多操作') }).click()
    await page.getByRole('menuitem', { name: say('Delete', '删除') }).click()
    await dialog.getByRole('button', { name: say('Delete the department', '删除部门') }).click()
    await row.waitFor({ state: 'detached' })
    await page.context().close()
  })
}

test('the tree and the list obey the keyboard', async () => {
  const page = await site.open('stranger', DESK)
  await page.goto('/contacts')
  await page.getByRole('treeitem', { name: /总经办/ }).focus()
  for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowDown')
  const parent = page.getByRole('treeitem', { name: /研发部/ })
  assert.equal(await parent.getAttribute('aria-expanded'), 'true')
  await page.keyboard.press('ArrowLeft')
  assert.equal(await parent.getAttribute('aria-expanded'), 'false')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /Raj Patel/ }).waitFor()
  await page.getByRole('link', { name: /Anna Schmidt/ }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/contacts\/people\//)
})

test('a person is added, corrected, leaves and comes back', async () => {
  const page = await site.open('gao', DESK)
  await page.goto('/contacts/all')
  await page.getByRole('button', { name: 'Add a person' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('莫测')
  await dialog.getByLabel('E-mail').fill('chen.tao@yuanshan.example')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.getByText('A colleague already has this').waitFor()
  assert.equal(await dialog.getByLabel('E-mail').getAttribute('aria-invalid'), 'true')
  await dialog.getByLabel('E-mail').fill('mo.ce@yuanshan.example')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()

  const panel = page.getByRole('complementary', { name: 'Person' })
  await panel.getByText('mo.ce@yuanshan.example').waitFor()
  const more = panel.getByRole('button', { name: 'More about 莫测' })
  await more.click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await dialog.getByLabel('Job title').fill('Welder')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await panel.getByText('Welder').waitFor()
  await more.click()
  await page.getByRole('menuitem', { name: 'Record leaving' }).click()
  await dialog.getByRole('button', { name: 'Record leaving' }).click()
  await panel.getByRole('button', { name: 'Take back' }).click()
  await dialog.getByRole('button', { name: 'Take back' }).click()
  await panel.getByRole('button', { name: 'Message' }).waitFor()
  await page.context().close()
})

test('the head of a department edits its people and nobody else', async () => {
  const page = await site.open('chen', DESK)
  const { bo, anna } = site.as.world.people
  const panel = page.getByRole('complementary', { name: 'Person' })
  await page.goto(`/contacts/people/${bo}?in=all`)
  await panel.getByRole('button', { name: 'More about Bo Larsen' }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).waitFor()
  await page.goto(`/contacts/people/${anna}?in=all`)
  await panel.getByRole('button', { name: 'Message' }).waitFor()
  assert.equal(await panel.getByRole('button', { name: 'More about Anna Schmidt' }).count(), 0)
  await page.context().close()
})
