import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { checked, inWords, LOOKS } from './checked.ts'
import { DESK, nameOf, openSite, PHONE, type Site } from './site.ts'

let site: Site
before(async () => {
  site = await openSite()
})
after(() => site[Symbol.asyncDispose]())

for (const look of LOOKS) {
  test(`a member looks at calendars as ${nameOf(look)}`, async () => {
    const say = inWords(look)
    const page = await site.open('wang', look)
    await page.goto('/calendar?view=agenda')
    await page.getByRole('button', { name: /恒力轴承/ }).waitFor()
    await checked(page, look, 'calendar-agenda')
    await page.goto('/calendar?view=day')
    await page.getByText('23:00').waitFor({ state: 'attached' })
    await checked(page, look, 'calendar-day')
    if (look.width > 767) {
      await page.goto('/calendar?view=week')
      await page.getByRole('button', { name: /恒力轴承/ }).waitFor({ state: 'attached' })
      await checked(page, look, 'calendar-week')
      await page.goto('/calendar?view=month')
      await page.getByRole('button', { name: /恒力轴承/ }).waitFor()
      await checked(page, look, 'calendar-month')
    }
    await page.goto(`/calendar/event/${site.as.world.ids['calendar.event.bearings']}`)
    const panel = page.getByRole('complementary', { name: /恒力轴承/ })
    await panel.getByText('Bo Larsen').waitFor()
    await checked(page, look, 'calendar-event')
    await page.goto('/calendar?view=day')
    await page
      .getByRole('button', { name: say('New event', '新建日程') })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(say('Title', '标题')).fill('对账会')
    await dialog.getByRole('combobox', { name: say('Invite', '邀请') }).fill('赵敏')
    await page.getByRole('option', { name: /赵敏/ }).click()
    await dialog.getByRole('table').getByText('赵敏').waitFor()
    await dialog.getByRole('button', { name: say('Repeat, room', '重复、会议室') }).click()
    await dialog.getByLabel('骑行间').waitFor()
    await checked(page, look, 'calendar-form')
    await page.context().close()
  })
}

for (const look of LOOKS) {
  test(`an administrator keeps the rooms as ${nameOf(look)}`, async () => {
    const page = await site.open('gao', look)
    await page.goto('/admin/rooms')
    await page.getByText('大会议室').first().waitFor()
    await checked(page, look, 'calendar-rooms')
    await page.context().close()
  })
}

/** Where a moment of a day lies in the week's grid. */
async function pointAt(
  page: Page,
  column: number,
  hour: number,
): Promise<{ x: number; y: number }> {
  const list = page.locator('.hours-column').nth(column)
  await page.locator('.hours-scroll').evaluate((box, top) => box.scrollTo({ top }), hour * 48 - 150)
  const box = (await list.boundingBox())!
  return { x: box.x + box.width / 2, y: box.y + hour * 48 }
}

test('by mouse: drawing a time plans, dragging moves, the lower edge stretches', async () => {
  const page = await site.open('sun', DESK)
  await page.goto('/calendar?view=week&day=2027-02-03')
  const from = await pointAt(page, 2, 10)
  await page.mouse.move(from.x, from.y + 2)
  await page.mouse.down()
  await page.mouse.move(from.x, from.y + 40, { steps: 4 })
  await page.mouse.move(from.x, from.y + 72, { steps: 4 })
  await page.mouse.up()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Title').fill('盘点')
  assert.equal(await dialog.getByLabel('At', { exact: false }).first().inputValue(), '10:00')
  await dialog.getByRole('button', { name: 'Plan', exact: true }).click()
  const block = page.getByRole('button', { name: /盘点/ })
  await block.getByText('10:00–11:30').waitFor()

  await page.getByRole('complementary').getByRole('button', { name: 'Close' }).click()
  const to = await pointAt(page, 3, 14)
  const now = (await block.boundingBox())!
  await page.mouse.move(now.x + 20, now.y + 6)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y - 20, { steps: 5 })
  await page.mouse.move(to.x, to.y + 6, { steps: 3 })
  const carried = page.waitForResponse(/calendar\.event\.update/)
  await page.mouse.up()
  await page.locator('.hours-column').nth(3).getByText('14:00–15:30').waitFor()
  await carried

  const moved = (await block.boundingBox())!
  await page.mouse.move(moved.x + 20, moved.y + moved.height - 2)
  await page.mouse.down()
  await page.mouse.move(moved.x + 20, moved.y + moved.height + 24, { steps: 4 })
  const written = page.waitForResponse(/calendar\.event\.update/)
  await page.mouse.up()
  await block.getByText('14:00–16:00').waitFor()
  await written
  const { items } = (await site.as['sun']!.call('calendar.event.list', {
    from: '2027-02-01T00:00:00Z',
    to: '2027-02-08T00:00:00Z',
  })) as { items: { starts_at: string; ends_at: string }[] }
  assert.deepEqual(
    items.map(({ starts_at, ends_at }) => [starts_at, ends_at]),
    [['2027-02-04T14:00:00.000Z', '2027-02-04T16:00:00.000Z']],
  )
  await page.context().close()
})

test('by keys: a series is carried, and asked which part is meant', async () => {
  const { id } = (await site.as['raj']!.call('calendar.event.create', {
    title: 'Bench',
    starts_at: '2027-02-01T09:00:00Z',
    ends_at: '2027-02-01T10:00:00Z',
    zone: 'UTC',
    rule: 'FREQ=DAILY;COUNT=5',
  })) as { id: string }
  const page = await site.open('raj', DESK)
  await page.goto('/calendar?view=week&day=2027-02-03')
  const block = page.locator('.hours-column').nth(1).getByRole('button', { name: /Bench/ })
  await block.focus()
  for (const key of ['Alt+ArrowDown', 'Alt+ArrowDown', 'Alt+Shift+ArrowDown'])
    await page.keyboard.press(key)
  await page.getByRole('status').filter({ hasText: '09:30–10:45' }).waitFor({ state: 'attached' })
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Only this one' }).click()
  await page.locator('.hours-column').nth(1).getByText('09:30–10:45').waitFor()
  await page.locator('.hours-column').nth(2).getByText('09:00–10:00').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('m')
  await page.getByRole('heading', { name: 'February 2027' }).waitFor()
  await page.keyboard.press('n')
  await page.getByRole('dialog', { name: 'New event' }).waitFor()
  assert.ok(id)
  await page.context().close()
})

test('a colleague’s calendar lies over mine and says no more than it may', async () => {
  const page = await site.open('bo', DESK)
  await page.goto('/calendar?view=agenda')
  await page.getByRole('combobox', { name: 'Lay a colleague' }).fill('王芳')
  await page.getByRole('option', { name: /王芳/ }).click()
  await page.getByRole('button', { name: '王芳: Busy' }).first().waitFor()
  assert.equal(await page.getByText('体检复查').count(), 0)
  await checked(page, DESK, 'calendar-overlay')
  await page.context().close()
})

test('somebody outside answers by the link in his mail, on a telephone', async () => {
  await site.as.wang.call('calendar.event.create', {
    title: '样品确认',
    place: '昆山',
    starts_at: '2027-02-10T02:00:00Z',
    ends_at: '2027-02-10T03:00:00Z',
    zone: 'Asia/Shanghai',
    guests: [{ email: 'wu.min@hengli.example', name: '吴敏' }],
  })
  await site.as.kernel.idle()
  const [mail] = await site.as.kernel.mail.list(1)
  const path = /(\/open\/calendar#\S+)/.exec(mail!.text)![1]!
  const page = await site.open('nobody', PHONE)
  await page.goto(path)
  await page.getByRole('heading', { name: '样品确认' }).waitFor()
  await page.getByRole('textbox').fill('请改下午')
  await checked(page, PHONE, 'calendar-reply')
  await page.getByRole('button', { name: '待定' }).click()
  await page.getByText('你已回复：待定。').waitFor()
  await page.goto('/open/calendar#wrong')
  await page.reload()
  await page.getByText('这个邀请已经失效').waitFor()
  await page.context().close()
})

test('a subscription link is made, shown once, and taken back', async () => {
  const page = await site.open('wang', DESK)
  await page.goto('/calendar?view=week')
  await page.getByRole('button', { name: 'More about calendars' }).click()
  await page.getByRole('menuitem', { name: 'Subscribe elsewhere' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What for').fill('Phone')
  await dialog.getByRole('button', { name: 'Make an address' }).click()
  const url = await dialog.getByLabel('The address, shown only once').inputValue()
  assert.match(url, /\/ics\/[\w-]{64}\.ics$/)
  await checked(page, DESK, 'calendar-links')
  const get = () => page.request.get(new URL(url).pathname)
  assert.equal((await get()).status(), 200)
  await dialog.getByRole('button', { name: 'Stop it' }).click()
  await dialog.getByRole('button', { name: 'Stop it' }).waitFor({ state: 'detached' })
  assert.equal((await get()).status(), 404)
  await page.context().close()
})

test('an invitation posted in a group is answered on its card, and leads to the event', async () => {
  const conversation = site.as.world.ids['chat.conversation.procurement']!
  await site.as.wang.call('calendar.event.create', {
    title: '样品评审',
    starts_at: '2027-02-12T02:00:00Z',
    ends_at: '2027-02-12T03:00:00Z',
    zone: 'Asia/Shanghai',
    guests: [{ person: site.as.bo.id }],
    conversation,
  })
  await site.as.kernel.idle()
  const page = await site.open('bo', DESK)
  await page.goto(`/messages/${conversation}`)
  await page.getByRole('button', { name: 'Accept' }).last().click()
  await page.getByText('✓ 2').waitFor()
  await checked(page, DESK, 'calendar-card')
  await page
    .getByRole('link', { name: '2027-02-12 10:00–11:00 (Asia/Shanghai)', exact: true })
    .click()
  const panel = page.getByRole('complementary', { name: '样品评审' })
  await panel.getByText('2 of 2 come').waitFor()
  await page.context().close()
})

for (const look of LOOKS) {
  const say = inWords(look)
  test(`a guest answers one of a series as ${nameOf(look)}`, async () => {
    const title = `例会 ${look.width}`
    const { id } = (await site.as.wang.call('calendar.event.create', {
      title,
      starts_at: '2027-05-03T02:00:00Z',
      ends_at: '2027-05-03T03:00:00Z',
      zone: 'Asia/Shanghai',
      rule: 'FREQ=WEEKLY;COUNT=3',
      guests: [{ person: site.as.bo.id }],
    })) as { id: string }
    const page = await site.open('bo', look)
    await page.goto(`/calendar/event/${id}?at=2027-05-10T02:00:00.000Z`)
    const panel = page.getByRole('complementary', { name: title })
    await panel.getByRole('button', { name: say('Decline', '谢绝') }).click()
    const dialog = page.getByRole('dialog', { name: say('Answer for which?', '回复哪一次？') })
    await dialog.waitFor()
    await checked(page, look, 'calendar-answer')
    await dialog.getByRole('button', { name: say('Just this one', '仅这一次') }).click()
    await panel.locator('[aria-pressed=true]', { hasText: say('Decline', '谢绝') }).waitFor()
    const { items } = (await site.as.bo.call('calendar.event.list', {
      from: '2027-05-01T00:00:00Z',
      to: '2027-06-01T00:00:00Z',
    })) as { items: { event: string; mine: string }[] }
    assert.deepEqual(
      items.filter(({ event }) => event === id).map(({ mine }) => mine),
      ['none', 'declined', 'none'],
    )
    await page.context().close()
  })

  test(`a new event is posted in a group as ${nameOf(look)}`, async () => {
    const page = await site.open('wang', look)
    await page.goto('/calendar?view=day&day=2027-05-20')
    await page
      .getByRole('button', { name: say('New event', '新建日程') })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(say('Title', '标题')).fill(`发布会 ${look.width}`)
    await dialog.getByRole('button', { name: say('Repeat, room', '重复、会议室') }).click()
    await dialog.getByRole('combobox', { name: say('Post in a group', '发到群里') }).fill('采购')
    await page.getByRole('option', { name: /采购/ }).first().click()
    await dialog.locator('.chip', { hasText: '采购' }).waitFor()
    await dialog
      .getByText(say('A card of the event is posted there', '会在群里发一张日程卡片'))
      .scrollIntoViewIfNeeded()
    await checked(page, look, 'calendar-post')
    await dialog.getByRole('button', { name: say('Plan', '创建'), exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.goto(`/messages/${site.as.world.ids['chat.conversation.procurement']}`)
    await page
      .locator('.card', { hasText: `发布会 ${look.width}` })
      .first()
      .waitFor()
    await page.context().close()
  })
}
