import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { ROOT } from '#kernel/testing'
import { ensureSetupCode } from '#modules/identity'
import { seriousIn } from './axe.ts'
import { DESK, PHONE, openSite, type Site } from './site.ts'

/** The first hour of a new server: set up, sign out, sign in, invite a colleague, who joins. */
let site: Site
let page: Page
const PASSWORD = 'oak mortise walnut 7'

before(async () => {
  mkdirSync(join(ROOT, '.tmp', 'shots'), { recursive: true })
  site = await openSite({ empty: true })
  page = await site.open('nobody', DESK)
})
after(() => site[Symbol.asyncDispose]())

async function looked(window: Page, name: string): Promise<void> {
  await window.screenshot({ path: join(ROOT, '.tmp', 'shots', `entry-${name}.png`) })
  assert.deepEqual(await seriousIn(window), [])
}

test('without the link one is told where it is', async () => {
  await page.goto('/')
  await page.getByText('Open the set-up link').waitFor()
  await looked(page, 'no-link')
})

test('the link opens a choice; one’s own company is made in one form', async () => {
  await page.goto(`/setup#${await ensureSetupCode(site.as.kernel)}`)
  await page.getByRole('button', { name: 'Set up my company' }).waitFor()
  await looked(page, 'choice')
  await page.getByRole('button', { name: 'Set up my company' }).click()
  await page.getByLabel('Company').fill('木作 Woodworks')
  await page.getByLabel('Your name').fill('Ada Ray')
  await page.getByLabel('E-mail').fill('ada@woodworks.example')
  await page.getByLabel('Password').fill('short')
  await page.getByLabel('Password').blur()
  await page.getByText('At least 8 characters.', { exact: true }).waitFor()
  await page.getByLabel('Password').fill(PASSWORD)
  await looked(page, 'company')
  await page.getByRole('button', { name: 'Create the company' }).click()
  await page.getByRole('heading', { name: 'Messages' }).waitFor()
})

test('signed out and in again; a wrong password says what to do', async () => {
  await page.getByRole('button', { name: 'Me: Ada Ray' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByLabel('E-mail, mobile or staff number').fill('ada@woodworks.example')
  await page.getByLabel('Password').fill('not this one')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('alert').getByText('The name or the password is not right.').waitFor()
  await looked(page, 'wrong-password')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByLabel('Password').press('Enter')
  await page.getByRole('heading', { name: 'Messages' }).waitFor()
})

test('a colleague joins by the invitation, on the phone and in Chinese', async () => {
  const answer = await page.request.post('/api/identity.invitation.create', {
    headers: { 'X-Tenon': '1', origin: site.base },
    data: { kind: 'code' },
  })
  const { invitations } = (await answer.json()) as { invitations: { code: string }[] }
  const phone = await site.open('nobody', PHONE)
  await phone.goto('/sign-in')
  await phone.getByRole('link', { name: '加入组织' }).click()
  await phone.getByLabel('加入码').fill(invitations[0]!.code)
  await phone.getByRole('button', { name: '继续' }).click()
  await phone.getByRole('heading', { name: '加入木作 Woodworks' }).waitFor()
  await phone.getByLabel('你的姓名').fill('林木')
  await phone.getByLabel('邮箱').fill('lin@woodworks.example')
  await phone.getByLabel('密码').fill(PASSWORD)
  await looked(phone, 'join')
  await phone.getByRole('button', { name: '加入', exact: true }).click()
  await phone.getByRole('heading', { name: '消息' }).waitFor()
  await phone.context().close()
})

test('a forgotten password is answered the same for everybody', async () => {
  const window = await site.open('nobody', DESK)
  await window.goto('/forgot')
  await window.getByLabel('E-mail').fill('nobody@woodworks.example')
  await window.getByRole('button', { name: 'Send the link' }).click()
  await window.getByRole('heading', { name: 'Look into your mail' }).waitFor()
  await window.context().close()
})
