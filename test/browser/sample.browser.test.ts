import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ROOT } from '#kernel/testing'
import { ensureSetupCode } from '#modules/identity'
import { seriousIn } from './axe.ts'
import { DESK, openSite, type Site } from './site.ts'

/** Planting thirty people with all their work takes its time on a loaded machine. */
const PLANTED_MS = 120_000

let site: Site
before(async () => {
  site = await openSite({ empty: true })
})
after(() => site[Symbol.asyncDispose]())

test('whoever sets up with the sample comes to the map, and finds a project of his own', async () => {
  const page = await site.open('nobody', { ...DESK, language: 'zh' })
  await page.goto(`/setup#${await ensureSetupCode(site.as.kernel)}`)
  await page
    .getByRole('button', { name: /示例/ })

    .click()
  await page.getByLabel('你的姓名').fill('周一')
  await page.getByLabel('邮箱').fill('zhou.yi@yuanshan.example')
  await page.getByLabel('密码').fill('three-beams-one-tenon')
  await page.locator('button[type=submit]').click()
  const enter = page.getByRole('button', { name: '进入' })
  await enter.waitFor({ timeout: PLANTED_MS })
  await page.screenshot({ path: join(ROOT, '.tmp', 'shots', 'sample-password.png') })
  await enter.click()
  await page.waitForURL((url) => url.pathname === '/map')
  assert.equal(new URL(page.url()).hash, '')
  await page.getByRole('heading').first().waitFor()
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: join(ROOT, '.tmp', 'shots', 'sample-map.png') })
  assert.deepEqual(await seriousIn(page), [])

  await page.goto('/projects')
  await page.getByText('山脊 27.5 山地车上市').first().waitFor()
  await page.goto('/workbench')
  await page.getByRole('link', { name: '生产设备' }).first().waitFor()
  const tiles = await page.locator('main a.tile').allInnerTexts()
  assert.equal(new Set(tiles).size, tiles.length, `two tiles share a name: ${tiles.join(', ')}`)
  await page.screenshot({ path: join(ROOT, '.tmp', 'shots', 'sample-workbench.png') })
  await page.context().close()
})
