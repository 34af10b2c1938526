import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { ROOT } from '#kernel/testing'
import { seriousIn } from './axe.ts'
import { ALL_LOOKS, DESK, PHONE, nameOf, settled, type Look } from './site.ts'

const SHOTS = join(ROOT, '.tmp', 'shots')
mkdirSync(SHOTS, { recursive: true })

/** The two that differ most; all eight in `test:long`. */
export const LOOKS: readonly Look[] = process.env['TENON_LONG'] ? ALL_LOOKS : [PHONE, DESK]

/** A picture to look at, no serious finding, nothing that scrolls sideways. */
export async function checked(page: Page, look: Look, name: string): Promise<void> {
  await settled(page)
  await page.locator('.skeleton, .spinner').first().waitFor({ state: 'detached' })
  await page.screenshot({ path: join(SHOTS, `${nameOf(look)}-${name}.png`) })
  assert.deepEqual(await seriousIn(page), [])
  const wide = await page.evaluate(
    `document.documentElement.scrollWidth - document.documentElement.clientWidth`,
  )
  assert.equal(wide, 0, `${name} scrolls sideways`)
}

/** docs/scenes.md shows what the scenes' tests saw: `TENON_PICTURES=docs/pictures`. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['TENON_PICTURES']
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) })
}

/** The word as this look says it. */
export const inWords = (look: Look) => (english: string, chinese: string) =>
  look.language === 'zh' ? chinese : english
