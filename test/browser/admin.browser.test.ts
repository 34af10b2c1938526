import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { checked, inWords, LOOKS } from './checked.ts'
import { DESK, nameOf, openSite, type Site } from './site.ts'

let site: Site
before(async () => {
  site = await openSite()
})
after(() => site[Symbol.asyncDispose]())

for (const look of LOOKS) {
  const say = inWords(look)

  test(`a role is made and granted as ${nameOf(look)}`, async () => {
    const page = await site.open('gao', look)
    await page.goto('/admin/roles')
    await page.getByRole('button', { name: say('New role', '新建角色') }).click()
    const dialog = page.getByRole('dialog')
    const name = `迎新 ${nameOf(look)}`
    await dialog.getByRole('textbox', { name: say('Name', '名称') }).fill(name)
    const right = dialog.getByLabel(say('Invite people and let them in', '邀请'), { exact: false })
    await right.first().check()
    await checked(page, look, 'admin-role-form')
    await dialog.getByRole('button', { name: say('Add', '添加'), exact: true }).click()

    const panel = page.getByRole('complementary', { name })
    await panel.getByRole('button', { name: say('Grant', '授予') }).click()
    await dialog.getByRole('combobox').fill('wangfang')
    await page.getByRole('option', { name: /王芳/ }).click()
    await dialog.getByRole('button', { name: say('Grant', '授予'), exact: true }).click()
    await panel.getByRole('button', { name: /王芳/ }).waitFor()
    await checked(page, look, 'admin-role')
    await page.context().close()

    const holder = await site.open('wang', look)
    await holder.goto('/admin/invitations')
    await holder.getByText(say('Nobody is invited', '目前没有邀请')).waitFor()
    await holder.context().close()
    const again = await site.open('gao', look)
    await again.goto('/admin/roles')
    await again.getByRole('link', { name: new RegExp(name) }).click()
    await again
      .getByRole('complementary', { name })
      .getByRole('button', { name: say('More about', '更多操作') })
      .click()
    await again.getByRole('menuitem', { name: say('Delete', '删除') }).click()
    await again
      .getByRole('dialog')
      .getByRole('button', { name: say('Delete the role', '删除角色') })
      .click()
    await again.getByRole('link', { name: new RegExp(name) }).waitFor({ state: 'detached' })
    await again.context().close()
  })

  test(`colleagues are invited by link, code and letter as ${nameOf(look)}`, async () => {
    const page = await site.open('gao', look)
    const dialog = page.getByRole('dialog')
    const invite = page.getByRole('button', { name: say('Invite colleagues', '邀请同事') })
    await page.goto('/admin/invitations')
    await invite.click()
    await checked(page, look, 'admin-invite')
    await dialog.getByRole('button', { name: say('Make it', '生成') }).click()
    const link = await dialog.getByRole('textbox', { name: say('Link', '链接') }).inputValue()
    assert.match(link, /\/join#/)
    await checked(page, look, 'admin-invited')
    await dialog.getByRole('button', { name: say('Done', '完成') }).click()

    await invite.click()
    await dialog.getByRole('radio', { name: say('By e-mail', '邮件') }).check()
    const letters = dialog.getByRole('textbox', { name: say('E-mail addresses', '邮箱地址') })
    await letters.fill('one@example.com; nonsense')
    await dialog
      .getByText(/nonsense/)
      .last()
      .waitFor()
    const mark = nameOf(look)
    await letters.fill(`Ann <ann-${mark}@example.com>, ben-${mark}@example.com`)
    await dialog.getByRole('button', { name: say('Invite 2 people', '邀请 2 人') }).click()
    await dialog.getByRole('button', { name: say('Done', '完成') }).click()
    await page.getByText(`ann-${mark}@example.com`).waitFor()
    await checked(page, look, 'admin-invitations')
    const withdraw = page.getByRole('button', { name: say('Withdraw', '撤回') })
    for (let left = await withdraw.count(); left > 0; left--) {
      await withdraw.first().click()
      await withdraw.nth(left - 1).waitFor({ state: 'detached' })
    }
    await page.context().close()
  })

  test(`whoever asks to join is let in or not as ${nameOf(look)}`, async () => {
    const page = await site.open('gao', look)
    const made = (await site.as['gao']!.call('identity.invitation.create', {
      kind: 'link',
      approval: true,
    })) as { invitations: { id: string; link: string }[] }
    const [{ id, link }] = made.invitations as [{ id: string; link: string }]
    for (const name of ['Ida', 'Odd'])
      await site.as.nobody.call('identity.invitation.accept', {
        invitation: link.split('#')[1],
        name: `${name} ${nameOf(look)}`,
        email: `${name}-${nameOf(look)}@example.com`,
        password: 'a few plain words',
      })
    await page.goto('/admin/invitations')
    const request = (name: string) =>
      page
        .getByRole('region', { name: say('Requests to join', '加入申请') })
        .getByRole('listitem')
        .filter({ hasText: name })
    await request('Ida').waitFor()
    await checked(page, look, 'admin-join')
    await request('Odd')
      .getByRole('button', { name: say('Refuse', '拒绝') })
      .click()
    await request('Odd').waitFor({ state: 'detached' })
    await request('Ida')
      .getByRole('button', { name: say('Let in', '同意') })
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: say('Let in', '同意') }).click()
    await request('Ida').waitFor({ state: 'detached' })
    await page.goto('/contacts/all')
    await page.getByRole('link', { name: `Ida ${nameOf(look)}` }).waitFor()
    await site.as['gao']!.call('identity.invitation.revoke', { invitation: id })
    await page.context().close()
  })

  test(`a token is shown once, works, and is revoked as ${nameOf(look)}`, async () => {
    const page = await site.open('stranger', look)
    const dialog = page.getByRole('dialog')
    await page.goto('/me/tokens')
    await page.getByRole('button', { name: say('New token', '新建令牌') }).click()
    await dialog.getByRole('textbox', { name: say('Name', '名称') }).fill('Nightly report')
    await dialog.getByRole('radio', { name: say('All that I may', '我的全部权限') }).check()
    await dialog.getByRole('button', { name: say('Make the token', '生成令牌') }).click()
    const token = await dialog
      .getByRole('textbox', { name: say('Token', '令牌'), exact: true })
      .inputValue()
    await checked(page, look, 'admin-token')
    await dialog.getByRole('button', { name: say('I have copied it', '我已复制') }).click()
    const me = () =>
      fetch(`${site.base}/api/identity.me.get`, { headers: { authorization: `Bearer ${token}` } })
    assert.equal((await me()).status, 200)
    await page.getByRole('button', { name: say('Revoke', '吊销') }).click()
    await dialog.getByRole('button', { name: say('Revoke', '吊销') }).click()
    await page.getByText(say('No token yet', '还没有令牌')).waitFor()
    assert.equal((await me()).status, 401)
    await page.context().close()
  })
}

test('sessions end elsewhere, and a wrong password changes nothing', async () => {
  const page = await site.open('zeng', DESK)
  const other = await site.open('zeng', DESK)
  const dialog = page.getByRole('dialog')
  await page.goto('/me/security')
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await page
    .getByRole('button', { name: 'Sign out everywhere else' })
    .waitFor({ state: 'detached' })
  assert.equal((await other.request.get('/api/directory.department.tree')).status(), 401)

  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await dialog.getByLabel('Present password').fill('not this one')
  await dialog.getByLabel(/^New password\W*$/).fill('a few plain words')
  await dialog.getByLabel('New password, once more').fill('a few plain words')
  await dialog.getByRole('button', { name: 'Change' }).click()
  await dialog.getByText('The present password is not right.').waitFor()
  await page.context().close()
  await other.context().close()
})

test('the authenticator app is set up and turned off', async () => {
  const page = await site.open('shen', DESK)
  const dialog = page.getByRole('dialog')
  const password = site.as.world.ids['identity.password']!
  await page.goto('/me/security')
  await page.getByRole('button', { name: 'Set up' }).click()
  await dialog.getByLabel('Password').fill(password)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  const key = await dialog.getByLabel('Or type this key').inputValue()
  await checked(page, DESK, 'admin-factor')
  await dialog
    .getByLabel('Six digits')
    .fill(new TOTP({ secret: Secret.fromBase32(key) }).generate())
  await dialog.getByRole('button', { name: 'Turn on' }).click()
  await dialog.getByText('Keep these recovery codes').waitFor()
  await checked(page, DESK, 'admin-codes')
  await dialog.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByRole('button', { name: 'Turn off' }).click()
  await dialog.getByLabel('Password').fill(password)
  await dialog.getByRole('button', { name: 'Turn off' }).click()
  await page.getByRole('button', { name: 'Set up' }).waitFor()
  await page.context().close()
})
