import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { picture } from '../browser/checked.ts'
import { DESK, openSite, type Site } from '../browser/site.ts'

/** Scene S1, a business card in the group: steps 1 to 3 by real clicks in four people's browsers. */
let site: Site
let purchasing: string
let finance: string
const windows: Record<string, Page> = {}

before(async () => {
  site = await openSite()
  const { ids } = site.as.world
  purchasing = `/messages/${ids['chat.conversation.procurement']}`
  finance = `/messages/${ids['chat.conversation.finance']}`
  for (const person of ['wang', 'chen', 'bo']) {
    windows[person] = await site.open(person, DESK)
    await windows[person].goto(purchasing)
  }
  windows.zhao = await site.open('zhao', DESK)
  await windows.zhao.goto(finance)
})
after(() => site[Symbol.asyncDispose]())

const cardIn = (page: Page, title: string): Locator => page.locator('.card', { hasText: title })

async function ask(page: Page, title: string, amount: string): Promise<void> {
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Purchase request' }).click()
  const form = page.getByRole('dialog', { name: 'Purchase request' })
  await form.getByLabel('Title').fill(title)
  await form.getByLabel('Amount', { exact: true }).fill(amount)
  await form.getByLabel('Approver').fill('zhaomin')
  await page.getByRole('option', { name: '赵敏' }).click()
  await form.getByRole('button', { name: 'Submit' }).click()
  await form.waitFor({ state: 'detached' })
}

test('1. a request made under "+" is a card for everybody in the group', async () => {
  await ask(windows.wang!, '碟刹 200 副', '9800')
  for (const person of ['wang', 'chen', 'bo']) {
    const card = cardIn(windows[person]!, '碟刹 200 副')
    await card.getByText('Open').waitFor()
    assert.match(await card.innerText(), /¥9,800\.00/, person)
  }
  await picture(windows.wang!, 's1-card')
})

test('2. forwarded, approved on the copy: both copies, the inbox and the page change at once', async () => {
  const { chen, zhao, wang } = windows as Record<'chen' | 'zhao' | 'wang', Page>
  const row = chen.locator('.message', { has: cardIn(chen, '碟刹 200 副') })
  await row.hover()
  await row.getByRole('button', { name: 'More', exact: true }).click()
  await chen.getByRole('menuitem', { name: 'Forward' }).click()
  const dialog = chen.getByRole('dialog', { name: 'Forward to' })
  await dialog.getByLabel('财务').check()
  await dialog.getByRole('button', { name: 'Forward', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })

  const page = await wang.context().newPage()
  await page.goto('/approvals')
  await page.getByLabel('Asked by me').check({ force: true })
  await page.getByRole('button', { name: /碟刹 200 副.*Open/ }).waitFor()

  const copy = cardIn(zhao, '碟刹 200 副')
  await copy.getByRole('button', { name: 'Approve' }).click()
  await copy.getByLabel('Comment').fill('同意')
  await copy.getByRole('button', { name: 'Approve' }).click()
  for (const window of [zhao, chen, wang])
    await cardIn(window, '碟刹 200 副').getByText('Approved').waitFor()
  assert.equal(await copy.getByRole('button', { name: 'Approve' }).count(), 0)
  await picture(zhao, 's1-approved')

  await wang.getByRole('link', { name: /Notices/ }).click()
  await wang.getByRole('button', { name: /approved “碟刹 200 副”/ }).waitFor()
  await page.getByRole('button', { name: /碟刹 200 副.*Approved/ }).waitFor()
  await page.close()
  await wang.goto(purchasing)
})

test('3. a bystander who presses is refused, with the reason beside the button', async () => {
  await ask(windows.wang!, '内胎 500 条', '4500')
  const card = cardIn(windows.bo!, '内胎 500 条')
  await card.getByRole('button', { name: 'Approve' }).click()
  await card.getByRole('button', { name: 'Approve' }).click()
  const refusal = card.getByRole('alert')
  await refusal.waitFor()
  assert.match(await refusal.innerText(), /approver/i)
  await picture(windows.bo!, 's1-refused')
  await card.getByText('Open').waitFor()
})
