import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { checked, inWords, LOOKS } from './checked.ts'
import { DESK, openSite, type Site } from './site.ts'

/** Projects and to-dos as a plain member sees them, in every view. */
let site: Site
let project: string
before(async () => {
  site = await openSite()
  await site.as.kernel.idle()
  project = `/projects/${site.as.world.ids['projects.project.ridge']}`
})
after(() => site[Symbol.asyncDispose]())

for (const look of LOOKS) {
  const say = inWords(look)
  const name = `${look.language} ${look.width} ${look.theme}`

  test(`every view of a project, a task and the list of to-dos: ${name}`, async () => {
    const page = await site.open('tang', look)
    await page.goto('/projects')
    await page.getByRole('link', { name: /山脊/ }).waitFor()
    await checked(page, look, 'projects')
    await page.getByRole('link', { name: /山脊/ }).click()
    await page.locator('.board-card').first().waitFor()
    await checked(page, look, 'project-board')
    for (const [view, sign] of [
      ['table', 'RIDGE-8'],
      ['calendar', '样车装配与试骑'],
      ['timeline', '样车装配与试骑'],
    ] as const) {
      await page.goto(`${project}/${view}`)
      await page.getByText(sign).first().waitFor()
      await checked(page, look, `project-${view}`)
    }
    await page.goto(`${project}/numbers`)
    await page
      .getByRole('img', { name: say('7 of 32 tasks done', '32 个任务，已完成 7 个') })
      .waitFor()
    await checked(page, look, 'project-numbers')
    const task = await taskId(page, '车架疲劳试验 10 万次')
    await page.goto(`${project}/board/${task}`)
    await page.getByText('目前 6.2 万次').waitFor()
    await checked(page, look, 'project-task')
    await page.goto('/todo')
    await page.getByText('RIDGE-10 前叉行程确认 120 或 130').waitFor()
    await checked(page, look, 'todo')
    await page.context().close()
  })
}

for (const look of LOOKS) {
  const say = inWords(look)
  test(`a comment mentions somebody of the project: ${look.language} ${look.width}`, async () => {
    const page = await site.open('tang', look)
    const task = await taskId(page, '车架疲劳试验 10 万次')
    await page.goto(`${project}/board/${task}`)
    const box = page.getByRole('textbox', { name: say('Write a comment', '写评论') })
    await box.pressSequentially('请看一下 @liu')
    const offered = page.getByRole('listbox', { name: say('Mention', '提到') })
    await offered.getByRole('option', { name: '刘洋' }).waitFor()
    await checked(page, look, 'project-mention')
    await page.keyboard.press('Enter')
    await box.pressSequentially(`曲线 ${look.width}`)
    assert.equal(await box.inputValue(), `请看一下 @刘洋 曲线 ${look.width}`)
    await box.press('Control+Enter')
    await page.locator('.task-comments').getByText(`@刘洋 曲线 ${look.width}`).waitFor()
    await page.context().close()
    const { items } = (await site.as['liu']!.call('notify.notice.list', { limit: 5 })) as {
      items: { title_zh: string; body: string }[]
    }
    assert.ok(
      items.some(
        ({ title_zh, body }) => title_zh.includes('提到了你') && body.includes(String(look.width)),
      ),
    )
  })
}

const taskId = async (_page: Page, title: string): Promise<string> => {
  const { items } = (await site.as['tang']!.call('projects.task.list', { where: { title } })) as {
    items: { id: string }[]
  }
  return items[0]!.id
}

test('a project from a template, a task, a comment, a check, a wait and its end, by clicks', async () => {
  const page = await site.open('song', DESK)
  await page.goto('/projects')
  await page.getByRole('button', { name: 'New project' }).first().click()
  const form = page.getByRole('dialog', { name: 'New project' })
  await form.getByLabel('Name').fill('Spring Open House')
  assert.equal(await form.getByLabel('Key').inputValue(), 'SOH')
  await form.getByLabel('Template').selectOption({ label: 'Event' })
  await form.getByLabel('Members').fill('tangyu')
  await page.getByRole('option', { name: '唐宇' }).click()
  await form.getByRole('button', { name: 'Start the project' }).click()
  await page.getByText('SOH-2', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'New task' }).click()
  const task = page.getByRole('dialog', { name: 'New task' })
  await task.getByLabel('Title').fill('Borrow 40 chairs')
  await task.getByRole('button', { name: 'Make the task' }).click()
  const panel = page.getByRole('complementary', { name: 'Borrow 40 chairs' })
  await panel.getByLabel('A step').fill('Ask the canteen')
  await panel.getByRole('button', { name: 'Add', exact: true }).click()
  await panel.getByRole('checkbox', { name: 'Ask the canteen' }).click()
  await panel.getByText('1/1').waitFor()
  await panel.getByLabel('Let it wait for').selectOption({ label: 'SOH-2 Book the venue' })
  await panel.getByRole('link', { name: 'SOH-2 Book the venue' }).waitFor()
  await panel.getByLabel('Write a comment').fill('Thirty would do.')
  await panel.getByRole('button', { name: 'Comment', exact: true }).click()
  await panel.getByText('Thirty would do.').waitFor()
  await panel.getByRole('button', { name: 'Take it' }).click()
  await checked(page, DESK, 'project-new-task')
  await panel.getByRole('button', { name: 'Complete' }).click()
  await page
    .locator('.board-column', { has: page.getByText('Settled', { exact: true }) })
    .getByText('Borrow 40 chairs')
    .waitFor()

  await page.goto('/todo')
  await page.getByLabel('Write down what you have to do').fill('Thank the canteen')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const box = page.getByRole('checkbox', { name: 'Done: Thank the canteen' })
  await box.click()
  await box.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await box.waitFor()
  await page.context().close()
})

test('a lead imports rows, and is told what is wrong by line', async () => {
  const page = await site.open('xu', DESK)
  await page.goto(`${project}/table`)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Import tasks' }).click()
  const form = page.getByRole('dialog', { name: 'Import tasks' })
  await form.getByLabel('Or paste rows').fill('标题,负责人\n备用车架,没有这个人\n')
  await form.getByRole('button', { name: 'Import', exact: true }).click()
  await form
    .getByRole('alert')
    .getByText(/Line 2/)
    .waitFor()
  await form.getByLabel('Or paste rows').fill('标题,负责人\n备用车架,唐宇\n')
  await form.getByRole('button', { name: 'Import', exact: true }).click()
  await form.waitFor({ state: 'detached' })
  await page.getByLabel('Search tasks').fill('备用')
  await page.getByText('备用车架').waitFor()
  await page.context().close()
})
