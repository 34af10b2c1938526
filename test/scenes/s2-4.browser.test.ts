import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { checked, picture } from '../browser/checked.ts'
import { DESK, PHONE, openSite, type Site } from '../browser/site.ts'

/**
 * Scene S2, step 4: tasks of a project on a board; moving one tells the project's group. Raj and Anna
 * look at the same board, Bo is only in the group, Oscar is a guest, Gao Xiang is a stranger to it.
 */
let site: Site
let board: string
let group: string
const windows: Record<string, Page> = {}

before(async () => {
  site = await openSite()
  await site.as.kernel.idle()
  const { ids } = site.as.world
  board = `/projects/${ids['projects.project.ebk']}/board`
  group = `/messages/${ids['chat.conversation.ebike']}`
  for (const person of ['raj', 'anna']) {
    windows[person] = await site.open(person, DESK)
    await windows[person].goto(board)
    await column(windows[person], 'In progress').locator('.board-card').first().waitFor()
  }
  windows.bo = await site.open('bo', DESK)
  await windows.bo.goto(group)
})
after(() => site[Symbol.asyncDispose]())

const column = (page: Page, name: string): Locator =>
  page.locator('.board-column', { has: page.getByText(name, { exact: true }) })
const card = (page: Page, where: string, title: string): Locator =>
  column(page, where).locator('.board-card', { hasText: title })
const told = (page: Page, title: string): Locator => page.locator('.card', { hasText: title })

/** What is read out to those who do not see the board. */
const heard = (page: Page, words: string): Promise<void> =>
  page.getByText(words).waitFor({ state: 'attached' })

/** Pressed, carried and let go, as a hand does. */
async function carry(page: Page, from: Locator, to: Locator): Promise<void> {
  const [a, b] = [(await from.boundingBox())!, (await to.boundingBox())!]
  await page.mouse.move(a.x + a.width / 2, a.y + 12)
  await page.mouse.down()
  await page.mouse.move(a.x + a.width / 2 + 12, a.y + 20, { steps: 3 })
  await page.mouse.move(b.x + b.width / 2, b.y + b.height - 6, { steps: 12 })
  await page.mouse.up()
}

test('1. moved with the mouse: the other board and the group show it at once', async () => {
  const { raj, anna, bo } = windows as Record<'raj' | 'anna' | 'bo', Page>
  const task = 'Torque drift at 40 °C'
  await carry(raj, card(raj, 'In progress', task), card(raj, 'In review', 'Brake switch debounce'))
  for (const page of [raj, anna]) await card(page, 'In review', task).waitFor()
  const order = await column(anna, 'In review').locator('.board-card strong').allInnerTexts()
  assert.deepEqual(order.slice(0, 2), ['Brake switch debounce', task], 'where it was let go')
  await picture(anna, 's2-4-board')
  await told(bo, task).getByText('In review').waitFor()
  await picture(bo, 's2-4-group')
})

test('2. undone by one press: it stands where it stood, and the same card says so', async () => {
  const { raj, anna, bo } = windows as Record<'raj' | 'anna' | 'bo', Page>
  const task = 'Torque drift at 40 °C'
  await raj.locator('.toast').getByRole('button', { name: 'Undo' }).click()
  await card(anna, 'In progress', task).waitFor()
  await told(bo, task).getByText('In progress').waitFor()
  assert.equal(await told(bo, task).count(), 1, 'one card a task')
})

test('3. moved with the keyboard alone, and within its column', async () => {
  const { raj, anna, bo } = windows as Record<'raj' | 'anna' | 'bo', Page>
  const task = 'CAN messages for the display'
  await card(anna, 'In review', task).focus()
  await anna.keyboard.press('Space')
  await heard(anna, `${task} is over In review.`)
  await anna.keyboard.press('ArrowRight')
  await heard(anna, `${task} is over Testing.`)
  await anna.keyboard.press('Space')
  for (const page of [anna, raj]) await card(page, 'Testing', task).waitFor()
  await told(bo, task).getByText('Testing').waitFor()

  const titles = (page: Page) =>
    column(page, 'Testing').locator('.board-card strong').allInnerTexts()
  assert.equal((await titles(raj)).at(-1), task)
  await card(anna, 'Testing', task).focus()
  await anna.keyboard.press('Alt+ArrowUp')
  await anna.keyboard.press('Alt+ArrowUp')
  await column(raj, 'Testing').locator('.board-card').first().filter({ hasText: task }).waitFor()
})

test('4. a bystander of the group is refused with the reason; a stranger finds no project', async () => {
  const { bo } = windows as Record<'bo', Page>
  const task = 'CAN messages for the display'
  const shown = told(bo, task)
  await shown.getByRole('button', { name: 'Complete' }).click()
  const refusal = shown.getByRole('alert')
  await refusal.waitFor()
  assert.match(await refusal.innerText(), /Only members of the project/)
  await picture(bo, 's2-4-refused')

  const gao = await site.open('gao', DESK)
  await gao.goto(board)
  await gao.getByText('This project is not there').waitFor()
  await gao.context().close()
})

test('5. a guest on a phone sees his own task only, ticks it off among his to-dos, and the board follows', async () => {
  const { raj } = windows as Record<'raj', Page>
  const oscar = await site.open('oscar', PHONE)
  await oscar.goto(board)
  await card(oscar, 'To do', 'Range claim for the brochure').waitFor()
  assert.equal(await oscar.locator('.board-card').count(), 1)
  await checked(oscar, PHONE, 's2-4-guest')
  await oscar.goto('/todo')
  await oscar.getByRole('checkbox', { name: /Range claim for the brochure/ }).click()
  await card(raj, 'Released', 'Range claim for the brochure').waitFor()
  await checked(oscar, PHONE, 'todo')
  await oscar.goto('/workbench')
  await oscar.getByRole('link', { name: '项目' }).click()
  await oscar.getByText('E-Bike 2027 firmware').waitFor()
  await oscar.context().close()
})
