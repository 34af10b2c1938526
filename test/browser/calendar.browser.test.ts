import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
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
    await page.getByRole('heading', { level: 1 }).waitFor()
    await checked(page, look, 'calendar-agenda')
    await page.goto('/calendar?view=day')
    await checked(page, look, 'calendar-day')
    if (look.width > 767) {
      await page.goto('/calendar?view=week')
      await page.getByRole('button', { name: /恒力轴承/ }).waitFor()
      await checked(page, look, 'calendar-week')
      await page.goto('/calendar?view=month')
      await page.getByRole('button', { name: /恒力轴承/ }).waitFor()
      await checked(page, look, 'calendar-month')
    }
    await page.goto(`/calendar/event/${site.as.world.ids['calendar.event.bearings']}`)
    const panel = page.getByRole('complementary', { name: /恒力轴承/ })
    await panel.getByText('Bo Larsen').waitFor()
    await checked(page, look, 'calendar-event')
    await page.goto('/calendar')
    await page.getByRole('button', { name: say('New event', '新建日程') }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(say('Title', '标题')).fill('对账会')
    await dialog.getByRole('combobox', { name: say('Invite', '邀请') }).fill('赵敏')
    await dialog.getByRole('option', { name: /赵敏/ }).click()
    await dialog.getByRole('table').getByText('赵敏').waitFor()
    await dialog.getByRole('button', { name: say('Repeat, room', '重复、会议室') }).click()
    await checked(page, look, 'calendar-form')
    await page.context().close()
  })
}
void assert
void DESK
void PHONE
