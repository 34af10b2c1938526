import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { DESK, openSite, type Site } from './site.ts'

/** Two people talk: what one does, the other sees, and nothing is lost when the line is. */
let site: Site
let chen: Page
let wang: Page

before(async () => {
  site = await openSite()
  const group = `/messages/${site.as.world.ids['chat.conversation.procurement']}`
  chen = await site.open('chen', DESK)
  wang = await site.open('wang', DESK)
  for (const page of [chen, wang]) {
    await page.goto(group)
    await page.locator('.message').first().waitFor()
  }
})
after(() => site[Symbol.asyncDispose]())

const composer = (page: Page): Locator => page.getByRole('textbox', { name: /^Write to/ })
const message = (page: Page, text: string): Locator => page.locator('.message', { hasText: text })

async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text)
  await composer(page).press('Enter')
}
async function choose(page: Page, text: string, item: string): Promise<void> {
  await message(page, text).last().hover()
  await message(page, text).last().getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

test('what is sent is there for both, and counted as read', async () => {
  await say(chen, '轮组今天到货')
  await message(wang, '轮组今天到货').waitFor()
  await wang.bringToFront()
  await message(chen, '轮组今天到货')
    .getByText(/have read/)
    .waitFor()
})

test('a colleague is mentioned by pinyin, and a reply quotes', async () => {
  await composer(chen).pressSequentially('@wangf')
  await chen.getByRole('option', { name: '王芳' }).waitFor()
  await composer(chen).press('Enter')
  await composer(chen).pressSequentially('收一下')
  await composer(chen).press('Enter')
  await message(wang, '收一下').locator('.mention.own').waitFor()
  await message(wang, '收一下').hover()
  await message(wang, '收一下').getByRole('button', { name: 'Reply', exact: true }).click()
  await say(wang, '收到')
  await message(chen, '收到').locator('.quote', { hasText: '收一下' }).waitFor()
})

test('a reaction, an edit and a recall reach the other', async () => {
  await message(wang, '轮组今天到货').hover()
  await message(wang, '轮组今天到货').getByRole('button', { name: 'React' }).click()
  await wang.getByRole('button', { name: '👍', exact: true }).last().click()
  await message(chen, '轮组今天到货').getByRole('button', { name: /👍 1/ }).waitFor()
  await choose(chen, '轮组今天到货', 'Edit')
  await say(chen, '轮组明天到货')
  await message(wang, '轮组明天到货').getByText('edited').waitFor()
  await choose(chen, '轮组明天到货', 'Recall')
  await chen.getByRole('dialog').getByRole('button', { name: 'Recall' }).click()
  await wang.getByText('陈涛 recalled a message').waitFor()
})

test('a thread keeps its answers together', async () => {
  await say(chen, '刹车线换哪家')
  await choose(wang, '刹车线换哪家', 'Reply in a thread')
  const panel = wang.getByRole('complementary', { name: 'Thread' })
  await panel.getByRole('textbox').fill('用 Jagwire')
  await panel.getByRole('textbox').press('Enter')
  await message(chen, '刹车线换哪家').getByRole('button', { name: '1 replies' }).waitFor()
  await panel.getByText('用 Jagwire').waitFor()
  await panel.getByRole('button', { name: 'Close' }).click()
})

test('a picture and a file are shown and can be fetched', async () => {
  const picture = await sharp({
    create: { width: 320, height: 200, channels: 3, background: '#3451b2' },
  })
    .png()
    .toBuffer()
  const file = chen.locator('.composer input[type=file]')
  const shown = wang.waitForResponse((one) => one.url().includes('size=480') && one.ok())
  await file.setInputFiles([{ name: '轮组.png', mimeType: 'image/png', buffer: picture }])
  await wang.getByRole('button', { name: /Open the picture/ }).waitFor()
  const answer = await shown
  assert.match(answer.headers()['content-type'] ?? '', /^image\//)
  await file.setInputFiles([
    { name: '报价.txt', mimeType: 'text/plain', buffer: Buffer.from('4.9') },
  ])
  const link = wang.locator('.file-box', { hasText: '报价.txt' })
  const [download] = await Promise.all([wang.waitForEvent('download'), link.click()])
  assert.equal(download.suggestedFilename(), '报价.txt')
})

test('what is written without a line is kept, and arrives once', async () => {
  await chen.context().setOffline(true)
  await say(chen, '断网时写的')
  await chen.locator('.bubble.failed', { hasText: '断网时写的' }).waitFor({ timeout: 20_000 })
  await chen.context().setOffline(false)
  await message(wang, '断网时写的').waitFor({ timeout: 20_000 })
  await chen.locator('.bubble.failed').waitFor({ state: 'detached' })
  assert.equal(await message(chen, '断网时写的').count(), 1)
  assert.equal(await message(wang, '断网时写的').count(), 1)
})

/** Compressed, of everything that the signed-in messages page runs, cold. */
const FIRST_SCRIPT_MAX = 300_000

test('the first load of the messages page is small', async () => {
  const page = await site.open('zhao', DESK)
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (request.url().endsWith('.js'))
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  await page.goto(`/messages/${site.as.world.ids['chat.conversation.finance']}`)
  await page.locator('.message').first().waitFor()
  await page.waitForLoadState('networkidle')
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  assert.ok(total > 50_000 && total < FIRST_SCRIPT_MAX, `${total} bytes`)
  console.log(`first script of the messages page: ${total} bytes in ${sizes.length} files`)
  await page.context().close()
})

test('a new group is made, and stands in the other list at once', async () => {
  await chen.getByRole('button', { name: 'Start a conversation' }).first().click()
  const dialog = chen.getByRole('dialog', { name: 'Start a conversation' })
  await dialog.getByLabel('Name of the group').fill('试产小组')
  await dialog.getByLabel('People').fill('wangfang')
  await chen.getByRole('option', { name: /王芳/ }).click()
  await dialog.getByRole('button', { name: 'Create the group' }).click()
  await chen.getByRole('heading', { name: '试产小组' }).waitFor()
  await wang.getByRole('link', { name: /试产小组/ }).waitFor()
})
