import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { checked, inWords, LOOKS } from './checked.ts'
import { DESK, nameOf } from './site.ts'
import { openStand } from './stand.ts'

/** The pages that every entity has from its manifest alone, walked on an entity of the tests. */
let site: Awaited<ReturnType<typeof openStand>>
before(async () => {
  site = await openStand()
})
after(() => site[Symbol.asyncDispose]())

const show = (page: Page, view: string) =>
  page.getByRole('radio', { name: view }).check({ force: true })
const jobOf = async (name: string) =>
  (await site.as['wang']!.call('yard.job.get', { job: site.jobs[name]! })) as Record<
    string,
    unknown
  >
/** Waits for what the server holds, not for what the page shows. */
async function becomes(name: string, field: string, value: unknown): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if ((await jobOf(name))[field] === value) return
    await new Promise((done) => setTimeout(done, 50))
  }
  assert.equal((await jobOf(name))[field], value)
}

for (const look of LOOKS) {
  const say = inWords(look)
  test(`the views of an entity as ${nameOf(look)}`, async () => {
    const page = await site.open('stranger', look)
    await page.goto('/yard')
    await page.getByText('Cut the tubes').first().waitFor()
    await checked(page, look, 'records-table')
    for (const [name, view] of [
      ['board', say('Board', '看板')],
      ['calendar', say('Calendar', '日历')],
      ['timeline', say('Timeline', '时间线')],
    ] as const) {
      await show(page, view)
      await page.getByText('Cut the tubes').first().waitFor()
      await checked(page, look, `records-${name}`)
    }
    await page.goto(`/yard/${site.jobs['Cut the tubes']}`)
    await page.getByText('Two lengths').waitFor()
    await page.getByRole('region', { name: say('Job', '任务'), exact: true }).waitFor()
    await checked(page, look, 'records-panel')
    await page.context().close()
  })
}

test('a card is carried by keys and by the mouse, and a refusal puts it back and says why', async () => {
  const page = await site.open('wang', DESK)
  await page.goto('/yard')
  await show(page, 'Board')
  const column = (name: string) => page.getByRole('region', { name })
  const card = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) })
  await card('Paint').focus()
  await page.keyboard.press('Space')
  await page.getByText('Paint is over Todo.').waitFor({ state: 'attached' })
  await page.keyboard.press('ArrowRight')
  await page.getByText('Paint is over Doing.').waitFor({ state: 'attached' })
  await page.keyboard.press('Space')
  await becomes('Paint', 'state', 'doing')
  await column('Doing')
    .getByRole('button', { name: /^Paint/ })
    .waitFor()

  const from = (await card('Some day').boundingBox())!
  const to = (await column('Doing').boundingBox())!
  await page.mouse.move(from.x + 20, from.y + 10)
  await page.mouse.down()
  await page.mouse.move(from.x + 60, from.y + 30, { steps: 4 })
  await page.mouse.move(to.x + 100, to.y + 200, { steps: 8 })
  await page.mouse.up()
  await becomes('Some day', 'state', 'doing')

  await card('Order saddles').focus()
  await page.keyboard.press('Space')
  await page.getByText('Order saddles is over Done.').waitFor({ state: 'attached' })
  await page.keyboard.press('ArrowLeft')
  await page.getByText('Order saddles is over Doing.').waitFor({ state: 'attached' })
  await page.keyboard.press('Space')
  await column('Done').getByRole('alert').getByText('What is done stays done.').waitFor()
  await column('Done')
    .getByRole('button', { name: /^Order saddles/ })
    .waitFor()
  assert.equal((await jobOf('Order saddles'))['state'], 'done')
  await checked(page, DESK, 'records-refused')
  await page.context().close()
})

test('bars and days are moved by keys, and a field is changed in place', async () => {
  const page = await site.open('wang', DESK)
  await page.goto('/yard')
  await show(page, 'Timeline')
  const later = (day: unknown, days: number) =>
    new Date(Date.parse(`${String(day)}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
  const before = await jobOf('焊接车架')
  await page.getByRole('button', { name: /^焊接车架,/ }).focus()
  await page.keyboard.press('ArrowRight')
  await becomes('焊接车架', 'starts_on', later(before['starts_on'], 1))
  await becomes('焊接车架', 'ends_on', later(before['ends_on'], 1))
  await page.keyboard.press('Shift+ArrowRight')
  await becomes('焊接车架', 'ends_on', later(before['ends_on'], 2))

  await show(page, 'Calendar')
  const start = (await jobOf('Paint'))['starts_on']
  await page.getByRole('button', { name: 'Paint' }).first().focus()
  await page.keyboard.press('Space')
  await page.getByText('Paint is over').waitFor({ state: 'attached' })
  await page.keyboard.press('ArrowRight')
  const next = new Date(`${later(start, 1)}T12:00:00`)
  await page
    .getByText(`Paint is over ${next.toLocaleDateString('en-GB', { dateStyle: 'full' })}`)
    .waitFor({ state: 'attached' })
  await page.keyboard.press('Space')
  await becomes('Paint', 'starts_on', later(start, 1))

  await page.goto(`/yard/${site.jobs['Paint']}`)
  const panel = page.getByRole('complementary', { name: 'Paint' })
  await panel.getByRole('button', { name: 'Change Hours' }).click()
  await panel.getByLabel('Hours').fill('2000')
  await panel.getByRole('button', { name: 'Save' }).click()
  await panel.getByText('At most 1,000.').waitFor()
  await panel.getByLabel('Hours').fill('20')
  await page.keyboard.press('Enter')
  await becomes('Paint', 'hours', 20)
  await panel.getByRole('button', { name: 'Change Hours' }).waitFor()
  await page.context().close()
})
