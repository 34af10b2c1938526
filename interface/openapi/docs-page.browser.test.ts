import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { chromium, type Browser } from 'playwright-core'
import { ROOT } from '#kernel/testing'
import { seriousIn } from '../../test/browser/axe.ts'
import { openDoors, type Doors } from '../http/testing/doors.ts'

const SHOTS = join(ROOT, '.tmp', 'shots')
const LOOKS = [
  {
    name: 'en-1440-light',
    locale: 'en-US',
    colorScheme: 'light',
    viewport: { width: 1440, height: 900 },
    run: 'Run',
    title: 'Say it again',
  },
  {
    name: 'zh-360-dark',
    locale: 'zh-CN',
    colorScheme: 'dark',
    viewport: { width: 360, height: 760 },
    run: '运行',
    title: '再说一遍',
  },
] as const

let doors: Doors
let browser: Browser
before(async () => {
  mkdirSync(SHOTS, { recursive: true })
  doors = await openDoors()
  browser = await chromium.launch({
    executablePath: process.env['TENON_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  })
})
after(async () => {
  await browser?.close()
  await doors[Symbol.asyncDispose]()
})

for (const { name, run, title, ...look } of LOOKS) {
  test(`the docs page finds, explains and runs an action, ${name}`, async () => {
    const context = await browser.newContext(look)
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', ({ message }) => errors.push(message))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    // The icon belongs to the web, which is not built here.
    await page.route('**/icon.svg', (route) =>
      route.fulfill({
        status: 200,
        contentType: 'image/svg+xml',
        body: '<svg xmlns="http://www.w3.org/2000/svg"/>',
      }),
    )
    await page.goto(`${doors.url}/docs`)
    await page.locator('#search').fill('hall.echo.say')
    await page.getByText(title).click()
    await page.locator('#token').fill('p1')
    await page.getByRole('button', { name: run }).click()
    const answer = page.locator('details[open] pre').first()
    await answer.filter({ hasText: '"said"' }).waitFor()
    assert.deepEqual(await seriousIn(page), [])
    await page.screenshot({ path: join(SHOTS, `${name}-docs.png`) })
    assert.deepEqual(errors, [])
    assert.match(page.url(), /#hall\.echo\.say$/)
    await context.close()
  })
}
