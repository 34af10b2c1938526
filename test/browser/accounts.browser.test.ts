import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { OPERATOR_ORG } from '#kernel'
import { plantAccount } from '../../modules/identity/actions/account.plant.ts'
import { checked, inWords, LOOKS } from './checked.ts'
import { DESK, PHONE, nameOf, openSite, type Site } from './site.ts'

/** Other people's accounts, the operator's mail, passkeys and join codes, by hand. */
let site: Site
before(async () => {
  site = await openSite({ named: true })
})
after(() => site[Symbol.asyncDispose]())

for (const look of LOOKS) {
  const say = inWords(look)
  test(`somebody is signed out and sent a link, as ${nameOf(look)}`, async () => {
    const theirs = await site.open('xu', look)
    const page = await site.open('gao', look)
    await page.goto('/admin/accounts')
    const search = page.getByRole('searchbox')
    const { name } = (await site.as['gao']!.call('directory.person.get', {
      person: site.as['xu']!.id,
    })) as { name: string }
    await search.fill(name)
    await checked(page, look, 'accounts')
    await page.getByRole('gridcell', { name }).first().click()
    const panel = page.getByRole('complementary', { name })
    await panel
      .getByRole('button', { name: new RegExp(`^${say('Sign out', '退出登录')}`) })
      .first()
      .waitFor()
    await checked(page, look, 'account')
    await panel
      .getByRole('button', { name: new RegExp(`^${say('Sign out', '退出登录')}`) })
      .first()
      .click()
    await panel.getByText(say('Not signed in anywhere', '没有登录任何设备')).waitFor()
    assert.equal((await theirs.request.get('/api/directory.department.tree')).status(), 401)
    const link = say('Send a link for a new password', '发送重设密码链接')
    await panel.getByRole('button', { name: link }).click()
    await page.getByRole('dialog').getByRole('button', { name: link }).click()
    await page.getByText(say('The link is on its way', '链接已发出')).waitFor()
    await page.context().close()
    await theirs.context().close()
  })
}

test('whoever operates the server reads the mail that was kept; an owner of a company does not', async () => {
  const { as } = site
  const [known] = await as.owner(async (client) => {
    const { rows } = await client.query<{ password_hash: string }>(
      'SELECT password_hash FROM identity.account WHERE password_hash IS NOT NULL LIMIT 1',
    )
    return rows
  })
  const person = (await as.operator.call('directory.person.create', {
    name: 'Olga',
    email: 'olga@joinery.example',
  })) as { id: string }
  await as.operator.call(
    plantAccount,
    {
      person: person.id,
      name: 'Olga',
      email: 'olga@joinery.example',
      password_hash: known!.password_hash,
    },
    { door: 'module' },
  )
  await as.operator.call('identity.grant.create', {
    role: 'owner',
    kind: 'person',
    holder: person.id,
  })
  assert.equal(as.operator.actor.org, OPERATOR_ORG)
  await as.nobody.call('identity.password.forget', { login: 'olga@joinery.example' })
  await as.kernel.idle()
  await as.lin.refuses('notify.mail.list', {}, 'forbidden')
  for (const look of LOOKS) {
    const say = inWords(look)
    const page = await site.open('nobody', look)
    const entered = await page.request.post('/api/identity.session.create', {
      headers: { 'X-Tenon': '1', origin: site.base },
      data: { login: 'olga@joinery.example', password: as.world.ids['identity.password'] },
    })
    assert.ok(entered.ok(), await entered.text())
    await page.goto('/admin/mail')
    await checked(page, look, 'mails')
    await page
      .getByRole('button', { name: /olga@joinery/ })
      .first()
      .click()
    await page.getByRole('button', { name: say('Copy the link', '复制链接') }).waitFor()
    await checked(page, look, 'mail')
    await page.context().close()
  }
})

test('a passkey is added and opens the account', async () => {
  const page = await site.open('shan', DESK)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.goto('/me/security')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('My test key')
  await dialog.getByLabel('Password').fill(site.as.world.ids['identity.password']!)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('My test key').waitFor()
  await checked(page, DESK, 'passkey')
  await page.context().clearCookies()
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByRole('heading', { name: 'Messages' }).waitFor()
  await page.context().close()
})

test('a join code is made by hand and lets a newcomer in', async () => {
  const page = await site.open('gao', DESK)
  await page.goto('/admin/invitations')
  await page.getByRole('button', { name: 'Invite colleagues' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'Join code' }).check({ force: true })
  await checked(page, DESK, 'join-code-form')
  await dialog.getByRole('button', { name: 'Make it' }).click()
  const code = (await dialog.locator('.join-code').innerText()).trim()
  await checked(page, DESK, 'join-code')
  const phone = await site.open('nobody', PHONE)
  await phone.goto('/join')
  await phone.getByLabel('加入码').fill(code)
  await phone.getByRole('button', { name: '继续' }).click()
  await phone.getByLabel('你的姓名').fill('林木')
  await phone.getByLabel('邮箱').fill('lin.mu@yuanshan.example')
  await phone.getByLabel('密码').fill('a few plain words')
  await phone.getByRole('button', { name: '加入', exact: true }).click()
  await phone.getByRole('heading', { name: '消息' }).waitFor()
  await phone.context().close()
  await page.context().close()
})
