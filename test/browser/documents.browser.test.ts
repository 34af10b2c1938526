import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { checked, inWords, LOOKS } from './checked.ts'
import { DESK, PHONE, nameOf, openSite, type Look, type Site } from './site.ts'

/** Documents as the least privileged person who may see each of them. */
let site: Site
before(async () => void (site = await openSite()))
after(() => site[Symbol.asyncDispose]())

const pathOf = (key: string) => `/documents/${site.as.world.ids[`documents.document.${key}`]}`
const written = (page: Page) => page.locator('.prose').first()

for (const look of LOOKS) {
  const say = inWords(look)
  test(`documents as ${nameOf(look)}`, async (t) => {
    const page = await site.open('wang', look)
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error.stack)))
    await t.test('a text', async () => {
      await page.goto(pathOf('supply'))
      await written(page).getByText('7,200').waitFor()
      await page.locator('.sync.saved').waitFor()
      await checked(page, look, 'document')
    })
    await t.test('the menu under the cursor', async () => {
      await written(page).click()
      await page.keyboard.press('Control+End')
      await page.keyboard.type('/')
      await page.getByRole('listbox', { name: say('Insert', '插入') }).waitFor()
      await checked(page, look, 'document-slash')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Backspace')
    })
    await t.test('its comments', async () => {
      await page.getByRole('button', { name: say('1 comment', '1 条评论') }).click()
      await page.getByRole('complementary', { name: say('Comments', '评论') }).waitFor()
      await checked(page, look, 'document-comments')
      await page.getByRole('button', { name: say('Close', '关闭') }).click()
    })
    await t.test('its shares', async () => {
      await page.getByRole('button', { name: say('Share', '共享'), exact: true }).click()
      await page.getByRole('dialog').getByRole('list').waitFor()
      await checked(page, look, 'document-share')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: say('Close', '关闭') })
        .click()
    })
    await t.test('a new one from a template', async () => {
      await page.goto('/documents')
      await page.getByRole('button', { name: say('New', '新建'), exact: true }).click()
      await page.getByRole('menuitem', { name: say('New document', '新建文档') }).click()
      await page.getByRole('dialog').getByText(say('Meeting minutes', '会议纪要')).click()
      await checked(page, look, 'document-new')
      await page.getByRole('button', { name: say('Create', '创建'), exact: true }).click()
      await written(page)
        .getByRole('heading', { name: say('Decided', '结论') })
        .waitFor()
    })
    await t.test('its versions', async () => {
      await page
        .getByRole('button', { name: say('More', '更多'), exact: true })
        .last()
        .click()
      await page.getByRole('menuitem', { name: say('Versions', '版本') }).click()
      const panel = page.getByRole('complementary', { name: say('Versions', '版本') })
      await panel.getByRole('textbox').fill('v1')
      await panel.getByRole('button', { name: say('Keep', '保存'), exact: true }).click()
      await panel.getByText('v1').click()
      await page
        .getByRole('dialog')
        .getByText(say('Nothing has changed since.', '之后没有改动。'))
        .waitFor()
      await checked(page, look, 'document-version')
    })
    await page.context().close()
    assert.deepEqual(errors, [])
  })
}

test('a reader reads, and is told so', async () => {
  const page = await site.open('lin', DESK)
  await page.goto(pathOf('winter'))
  await written(page).getByText('方案一：碳纤维刚性叉').waitFor()
  await page.getByText('You may read', { exact: true }).waitFor()
  assert.equal(await written(page).getAttribute('contenteditable'), 'false')
  await page.goto(pathOf('ebike'))
  await page.getByText('This document is not there').waitFor()
  await page.context().close()
})

test('found by its words', async () => {
  const page = await site.open('stranger', PHONE)
  await page.goto('/documents')
  await page.getByRole('searchbox').fill('一线城市')
  await page.getByRole('link', { name: /差旅报销办法/ }).click()
  await written(page).getByText('高铁二等座').waitFor()
  await page.context().close()
})

test('what is typed offline is kept, through a new page too, and sent when the line is back', async () => {
  const page = await site.open('wang', DESK)
  const { id } = (await site.as.wang.call('documents.document.create', {
    title: 'Offline',
    markdown: 'Start',
  })) as { id: string }
  let down = false
  await page.routeWebSocket(/realtime\/documents/, (ws) => {
    if (down) return void ws.close({ code: 1013 })
    ws.connectToServer()
    lines.add(ws)
  })
  const lines = new Set<{ close(options?: { code?: number }): Promise<void> }>()
  await page.goto(`/documents/${id}`)
  await page.locator('.sync.saved').waitFor()
  down = true
  for (const line of lines) await line.close({ code: 1012 })
  await page.getByText('Offline: kept here').waitFor()
  await written(page).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' and more')
  assert.equal(await textOf(id), 'Start')
  await page.goto('/messages')
  down = false
  await page.goto(`/documents/${id}`)
  await written(page).getByText('Start and more').waitFor()
  await page.locator('.sync.saved').waitFor()
  assert.equal(await textOf(id), 'Start and more')
  await page.context().close()
})

const textOf = async (document: string): Promise<string> =>
  (
    (await site.as.wang.call('documents.document.export', { document })) as { markdown: string }
  ).markdown.trim()

test('on paper stands only the text', async () => {
  const page = await site.open('wang', { ...DESK } satisfies Look)
  await page.goto(pathOf('supply'))
  await written(page).getByText('7,200').waitFor()
  await page.emulateMedia({ media: 'print' })
  await checked(page, DESK, 'document-print')
  assert.equal(await page.locator('.rail').isVisible(), false)
  await page.context().close()
})
