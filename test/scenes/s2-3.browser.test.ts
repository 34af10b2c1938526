import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { ROOT } from '#kernel/testing'
import { install } from '../../connections/remote/testing/house.ts'
import { HERE, startExample, type Example } from '../../connections/remote/testing/vendor.ts'
import { checked, picture } from '../browser/checked.ts'
import { DESK, openSite, type Site } from '../browser/site.ts'

/**
 * Scene S2.3: a document opened together in two browsers, a card in it, a block that another module put
 * into the open slot, and one of a vendor: Inkstone, a server of its own with its own storage.
 */
let site: Site
let inkstone: Example
let path: string
const windows: Record<string, Page> = {}
const wrong: string[] = []

before(async () => {
  ;[site, inkstone] = await Promise.all([openSite({ reach: HERE }), startExample('inkstone')])
  await install(site.as.lin, inkstone.url)
  path = `/documents/${site.as.world.ids['documents.document.supply']}`
  for (const person of ['wang', 'chen']) {
    const page = await site.open(person, DESK)
    page.on('pageerror', (error) => wrong.push(`${person}: ${error.stack}`))
    await page.goto(path)
    windows[person] = page
  }
})
after(async () => {
  await inkstone[Symbol.asyncDispose]()
  await site[Symbol.asyncDispose]()
})

const text = (page: Page) => page.getByRole('textbox', { name: '轴承供应商对比' })
/** Without the marks that stand around a cursor. */
const headings = async (page: Page): Promise<string[]> =>
  (await text(page).locator('h2').allTextContents()).map((words) => words.replaceAll('\u2060', ''))
const saved = (page: Page) => page.locator('.sync.saved').waitFor()

/** A line of its own at the end of the document. */
async function atEnd(page: Page): Promise<void> {
  await text(page).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
}

test('two people write in it at once and see each other', async () => {
  const { wang, chen } = windows as { wang: Page; chen: Page }
  for (const page of [wang, chen]) await text(page).getByText('7,200').waitFor()
  await chen.locator('.present').waitFor()
  await atEnd(wang)
  await wang.keyboard.type('王芳：恒力同意再谈。')
  await text(chen).getByText('恒力同意再谈').waitFor()
  await chen.locator('.caret-name[data-name="王芳"]').first().waitFor({ state: 'attached' })
  await Promise.all([
    wang.keyboard.type(' Offer by Friday.'),
    text(chen)
      .getByText('初步意见')
      .click()
      .then(() => chen.keyboard.press('End'))
      .then(() => chen.keyboard.type('（草案）')),
  ])
  await text(chen).getByText('Offer by Friday.').waitFor()
  await text(wang).getByText('初步意见（草案）').waitFor()
  await Promise.all([saved(wang), saved(chen)])
  assert.deepEqual(await headings(wang), await headings(chen))
})

test('a card of the inbox stands in it, and is decided there', async () => {
  const { wang, chen } = windows as { wang: Page; chen: Page }
  await atEnd(chen)
  await chen.keyboard.type('/card')
  await chen.getByRole('option', { name: 'Card', exact: true }).click()
  const dialog = chen.getByRole('dialog', { name: 'Insert a card' })
  await dialog.getByRole('button', { name: /Insert .*前叉/ }).click()
  await dialog.waitFor({ state: 'detached' })
  const card = (page: Page) => text(page).getByRole('article', { name: /前叉/ })
  await card(chen).waitFor()
  await card(wang).waitFor()
  await card(chen).getByRole('button', { name: 'Approve' }).click()
  await card(chen).getByLabel('Comment').fill('同意')
  await card(chen).getByRole('button', { name: 'Approve' }).click()
  for (const page of [chen, wang]) await card(page).getByText('Approved').first().waitFor()
})

test('a block from another module’s place in the open slot stands in it', async () => {
  const { wang, chen } = windows as { wang: Page; chen: Page }
  await atEnd(wang)
  await wang.keyboard.type('/purchase')
  await wang.getByRole('option', { name: /Purchase request/ }).click()
  const form = wang.getByRole('dialog')
  await form.getByLabel('Title').fill('6204 轴承 200 套试装')
  await form.getByRole('combobox', { name: 'Approver' }).fill('赵敏')
  await wang.getByRole('option', { name: /赵敏/ }).click()
  await form.getByRole('button', { name: 'Insert', exact: true }).click()
  await form.waitFor({ state: 'detached' })
  const card = (page: Page) => text(page).getByRole('article', { name: /200 套试装/ })
  await card(wang).waitFor()
  await card(chen).waitFor()
  await card(wang).scrollIntoViewIfNeeded()
  await wang.screenshot({ path: join(ROOT, '.tmp', 'shots', 's2-3.png') })
})

test('the vendor’s sign block stands in it; a colleague signs; the signature lies with the vendor', async () => {
  const { wang, chen } = windows as { wang: Page; chen: Page }
  await atEnd(wang)
  await wang.keyboard.type('/signature')
  await wang.getByRole('option', { name: /Signature|Have something signed/ }).click()
  const form = wang.getByRole('dialog')
  await form.getByLabel('What is signed').fill('轴承框架协议')
  await form.getByRole('combobox', { name: 'Signers' }).fill(site.as.chen.actor.name)
  await wang.getByRole('option', { name: new RegExp(site.as.chen.actor.name) }).click()
  await form.getByRole('button', { name: 'Insert', exact: true }).click()
  await form.waitFor({ state: 'detached' })
  const card = (page: Page) => text(page).getByRole('article', { name: /轴承框架协议/ })
  await card(chen).getByText('To be signed').waitFor()
  await card(wang).getByRole('button', { name: 'Sign', exact: true }).click()
  await card(wang).getByRole('button', { name: 'Sign', exact: true }).click()
  await card(wang).getByText('It does not wait for your signature').waitFor()
  await card(chen).getByRole('button', { name: 'Sign', exact: true }).click()
  await card(chen).getByText('this cannot be taken back').waitFor()
  await card(chen).getByRole('button', { name: 'Sign', exact: true }).click()
  for (const page of [chen, wang]) await card(page).getByText('Signed by all').waitFor()
  await card(wang).getByText('1 / 1').waitFor()
  const kept = await readFile(join(inkstone.folder, 'contracts.jsonl'), 'utf8')
  const lines = kept.trim().split('\n')
  assert.match(lines.at(-1)!, new RegExp(`"what":"signed","by":{"id":"${site.as.chen.id}"`))
  await card(wang).scrollIntoViewIfNeeded()
  await wang.screenshot({ path: join(ROOT, '.tmp', 'shots', 's2-3-sign.png') })
})

test('a comment on a range is answered and resolved', async () => {
  const { wang, chen } = windows as { wang: Page; chen: Page }
  await text(chen)
    .getByText('Offer by Friday.')
    .dblclick({ position: { x: 8, y: 8 } })
  await chen
    .getByRole('toolbar', { name: 'Selected text' })
    .getByRole('button', { name: 'Comment' })
    .click()
  const panel = (page: Page) => page.getByRole('complementary', { name: 'Comments' })
  await panel(chen).getByRole('textbox', { name: 'Comment' }).fill('谁负责？')
  await panel(chen).getByRole('button', { name: 'Comment', exact: true }).click()
  await wang.locator('.commented').first().click()
  await panel(wang).getByText('谁负责？').waitFor()
  await panel(wang).getByRole('textbox', { name: 'Answer' }).fill('我来。')
  await panel(wang).getByRole('button', { name: 'Answer', exact: true }).click()
  await panel(chen).getByText('我来。').waitFor()
  await panel(chen)
    .getByRole('region', { name: /./ })
    .filter({ hasText: '谁负责？' })
    .getByRole('button', { name: 'Resolve' })
    .click()
  await wang.locator('.commented').first().waitFor({ state: 'detached' })
  await checked(wang, DESK, 's2-3-document')
  await picture(wang, 's2-3-document')
  assert.deepEqual(wrong, [])
})
