import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { granary, LOADED } from './granary.ts'
import { DESK, openSite, type Site } from './site.ts'

/** All hundred thousand in `test:long`; a tenth is enough to see that only what is in sight is drawn. */
const ROWS = process.env['TENON_LONG'] ? 100_000 : 10_000
/**
 * The longest that a press may wait for the page. Held against processor time, which does not grow when
 * other programs want the processor too; long tasks by the clock are told beside it.
 */
const TASK_MS = 100
const FIRST_MS = 1000
const SCREENS = 40

let site: Site
before(async () => {
  site = await openSite({ beside: [granary] })
  for (let from = 0; from < ROWS; from += LOADED)
    await site.as['wang']!.call('granary.sack.fill', { from, rows: LOADED })
})
after(() => site[Symbol.asyncDispose]())

const first = (page: Page) => page.locator('.table-row > .first').first().innerText()
/** The page's policy lets no text become code, so the page itself looks again at each frame. */
const until = (page: Page, condition: string) =>
  page.evaluate(`new Promise((done) => {
    const look = () => {
      const box = document.querySelector('[role=grid]')
      if (${condition}) done()
      else requestAnimationFrame(look)
    }
    look()
  })`)
const watch = (page: Page) =>
  page.evaluate(`{
    window.tasks = []
    new PerformanceObserver((list) =>
      window.tasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({ type: 'longtask' })
  }`)
/** Milliseconds of its own thread that the page has used since it was asked last. */
async function spending(page: Page): Promise<() => Promise<number>> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  let before = 0
  const since = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    const now = (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
    const used = now - before
    before = now
    return used
  }
  await since()
  return since
}
const tasks = async (page: Page) => {
  const all = (await page.evaluate(`window.tasks.splice(0)`)) as number[]
  return all.toSorted((a, b) => b - a)
}

test(`${ROWS} records scroll, jump, sort and filter, and no press waits`, async (t) => {
  const page = await site.open('stranger', DESK)
  // What is measured is told; a loaded machine may take its time to draw the first page at all.
  page.setDefaultTimeout(60_000)
  await page.goto('/contacts')
  await page.waitForLoadState('networkidle')
  const asked = Date.now()
  await page.goto('/granary')
  await page.locator('.table-row').first().waitFor()
  t.diagnostic(`page with its first rows ${Date.now() - asked} ms`)
  await page.getByText(`${ROWS.toLocaleString('en-GB')} records`).waitFor()
  await page.waitForLoadState('networkidle')
  await watch(page)

  const box = page.getByRole('grid')
  const seen: number[] = []
  const cpu: number[] = []
  const spent = await spending(page)
  for (let screen = 0; screen < SCREENS; screen++) {
    const [drawn, top] = (await page.evaluate(`new Promise((done) => {
      const box = document.querySelector('[role=grid]')
      box.scrollTop += box.clientHeight * 3
      requestAnimationFrame(() => requestAnimationFrame(() =>
        done([document.querySelectorAll('.table-row').length, box.scrollTop])))
    })`)) as [number, number]
    assert.ok(drawn < 90, `${drawn} rows are drawn at once`)
    seen.push(top)
    cpu.push(await spent())
    await until(page, 'box.scrollHeight > box.scrollTop + box.clientHeight + 40')
  }
  assert.ok(seen.at(-1)! > 40_000, 'it goes on as far as one scrolls')
  const scrolling = await tasks(page)
  cpu.sort((a, b) => a - b)
  const [median, worst] = [cpu[cpu.length >> 1]!, cpu.at(-1)!]
  t.diagnostic(
    `three screens on cost ${median.toFixed()} ms of the page’s time, at most ${worst.toFixed()} ms`,
  )
  t.diagnostic(
    `longest tasks while scrolling ${scrolling.slice(0, 5).map(Math.round).join(', ')} ms`,
  )

  await box.focus()
  await page.keyboard.press('Control+Home')
  await until(page, 'box.scrollTop === 0')
  await page.keyboard.press('Control+End')
  await until(page, 'box.scrollTop > 40000')
  const jumping = await tasks(page)
  await page.keyboard.press('Control+Home')
  await until(page, 'box.scrollTop === 0')

  const sorted = Date.now()
  await page.getByRole('button', { name: 'Number', exact: true }).click()
  await page
    .getByRole('columnheader', { name: 'Number' })
    .and(page.locator('[aria-sort=ascending]'))
    .waitFor()
  await page.getByText('S-000000').first().waitFor()
  await page.getByRole('button', { name: 'Number', exact: true }).click()
  const last = `S-${String(ROWS - 1).padStart(6, '0')}`
  await page.getByText(last).first().waitFor()
  t.diagnostic(`sorted twice in ${Date.now() - sorted} ms`)
  assert.equal(await first(page), last)

  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  const filter = page.getByRole('dialog', { name: 'Filter' })
  await filter.getByRole('button', { name: 'Condition', exact: true }).click()
  await filter.getByLabel('Field').selectOption('place')
  const filtered = Date.now()
  await filter.getByLabel('Barn').check()
  await page.getByText(`${(ROWS / 4).toLocaleString('en-GB')} records`).waitFor()
  t.diagnostic(`filtered in ${Date.now() - filtered} ms`)
  const rest = await tasks(page)
  t.diagnostic(
    `longest tasks jumping ${jumping.slice(0, 3).map(Math.round).join(', ')}, sorting and filtering ${rest.slice(0, 3).map(Math.round).join(', ')} ms`,
  )

  const answers = await Promise.all(
    [1, 2, 3].map(async () => {
      const at = Date.now()
      await page.request.get('/api/granary.sack.list?limit=200')
      return Date.now() - at
    }),
  )
  t.diagnostic(`200 rows by HTTP in ${answers.join(', ')} ms`)
  assert.ok(Math.min(...answers) < FIRST_MS)
  assert.ok(median < TASK_MS, `${median} ms for three screens`)
  await page.context().close()
})
