import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { ROOT } from '#kernel/testing'
import { seriousIn } from './axe.ts'
import { ALL_LOOKS, DESK, PHONE, nameOf, openSite, type Look, type Site } from './site.ts'

/**
 * Every page of the manifest, as the least privileged person who may see it, in the looks that differ
 * most: no serious finding of axe, no error on the console, a picture to look at.
 */
const SHOTS = join(ROOT, '.tmp', 'shots')
/** From few rights to all. */
const LADDER = ['stranger', 'wang', 'chen', 'lucy', 'gao', 'lin'] as const
const looks: readonly Look[] = process.env['TENON_LONG'] ? ALL_LOOKS : [PHONE, DESK]

let site: Site
before(async () => {
  mkdirSync(SHOTS, { recursive: true })
  site = await openSite()
})
after(() => site[Symbol.asyncDispose]())

interface Manifest {
  modules: { pages: { id: string; path: string }[] }[]
}

for (const look of looks) {
  test(`every page as ${nameOf(look)}`, async (t) => {
    const seen = new Set<string>()
    for (const person of LADDER) {
      const page = await site.open(person, look)
      const manifest = (await (await page.request.get('/manifest.json')).json()) as Manifest
      const own = manifest.modules.flatMap(({ pages }) => pages).filter(({ id }) => !seen.has(id))
      const more =
        person === LADDER[0]
          ? [
              { id: 'me', path: '/me' },
              { id: 'workbench', path: '/workbench' },
            ]
          : []
      for (const { id, path } of [...own, ...more]) {
        seen.add(id)
        await t.test(`${path} for ${person}`, () => visit(page, path, `${nameOf(look)}-${id}`))
      }
      await page.context().close()
    }
    assert.ok(seen.has('chat.messages') && seen.has('approval.requests'))
  })

  test(`before signing in as ${nameOf(look)}`, async (t) => {
    const page = await site.open('nobody', look)
    for (const path of [
      '/sign-in',
      '/forgot',
      '/reset#nothing',
      '/join',
      '/join/ABCDE-23456',
      '/setup',
    ])
      await t.test(path, () =>
        visit(page, path, `${nameOf(look)}-entry-${path.replaceAll(/\W+/g, '-').slice(1)}`),
      )
    await page.context().close()
  })

  test(`what opens on the messages page as ${nameOf(look)}`, async (t) => {
    const page = await site.open('wang', look)
    const group = site.as.world.ids['chat.conversation.procurement']
    const say = (english: string, chinese: string) => (look.language === 'zh' ? chinese : english)
    await page.goto(`/messages/${group}`)
    await page.locator('.message').first().waitFor()
    await t.test('a conversation', () => check(page, `${nameOf(look)}-room`))
    await page
      .getByRole('button', { name: say('Details', '详情'), exact: true })
      .first()
      .click()
    await page.locator('.side .people-list').waitFor()
    await t.test('its details', () => check(page, `${nameOf(look)}-room-details`))
    await page.getByRole('button', { name: say('Close', '关闭') }).click()
    await page.getByRole('button', { name: say('Add', '添加'), exact: true }).click()
    await page.getByRole('menuitem', { name: say('Purchase request', '采购申请') }).waitFor()
    await t.test('the menu under +', () => check(page, `${nameOf(look)}-room-plus`))
    await page.getByRole('menuitem', { name: say('Purchase request', '采购申请') }).click()
    await page.getByRole('dialog').waitFor()
    await t.test('a form', () => check(page, `${nameOf(look)}-room-form`))
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('Close', '关闭') })
      .click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: say('Search and commands', '搜索与命令') }).fill('lin')
    await page.getByRole('option', { name: '林岚' }).waitFor()
    await t.test('the palette', () => check(page, `${nameOf(look)}-palette`))
    await page.context().close()
  })
}

async function visit(page: Page, path: string, name: string): Promise<void> {
  const errors: string[] = []
  const hear = (message: { type(): string; text(): string }) => {
    // A refusal that a page asked for is no error of the page.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      errors.push(message.text())
  }
  const broke = (error: Error) => errors.push(String(error.stack))
  page.on('console', hear)
  page.on('pageerror', broke)
  const pending = new Set<unknown>()
  const begun = (request: object) => pending.add(request)
  const ended = (request: object) => pending.delete(request)
  page.on('request', begun)
  page.on('requestfinished', ended)
  page.on('requestfailed', ended)
  await page.goto(path)
  await page.locator('#content').first().waitFor({ state: 'attached' })
  await settled(page, pending)
  await check(page, name)
  page.off('request', begun)
  page.off('requestfinished', ended)
  page.off('requestfailed', ended)
  page.off('console', hear)
  page.off('pageerror', broke)
  assert.deepEqual(errors, [])
}

/** Quiet for this long, a page has what it asked for. */
const QUIET_MS = 150

/** Nothing is on its way any more, and no skeleton or spinner is left. */
async function settled(page: Page, pending: ReadonlySet<unknown>): Promise<void> {
  let quiet = 0
  for (let waited = 0; quiet < QUIET_MS && waited < 10_000; waited += 50) {
    await page.waitForTimeout(50)
    quiet = pending.size === 0 ? quiet + 50 : 0
  }
  await page.locator('.skeleton, .spinner').first().waitFor({ state: 'detached' })
}

async function check(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(SHOTS, `${name}.png`) })
  assert.deepEqual(await seriousIn(page), [])
  const wide = await page.evaluate(
    `document.documentElement.scrollWidth - document.documentElement.clientWidth`,
  )
  assert.equal(wide, 0, `${name} scrolls sideways`)
}
