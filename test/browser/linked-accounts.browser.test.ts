import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createAccount } from '../../connections/vault/actions/account.create.ts'
import { setDependents } from '../../connections/vault/actions/dependent.set.ts'
import { foreign, ok, type Foreign } from '../../connections/vault/testing/foreign.ts'
import { checked, inWords, LOOKS } from './checked.ts'
import { DESK, nameOf, openSite, type Site } from './site.ts'

const KEY = 'key-typed-in-a-browser-1'
let site: Site
let service: Foreign
before(async () => {
  service = await foreign(ok)
  site = await openSite({ reach: ['127.0.0.1'] })
})
after(async () => {
  await site[Symbol.asyncDispose]()
  await service[Symbol.asyncDispose]()
})

for (const look of LOOKS) {
  const say = inWords(look)
  test(`somebody without any right links an account, tests it, shares it and removes it, as ${nameOf(look)}`, async () => {
    const page = await site.open('stranger', look)
    await page.goto('/me/linked-accounts')
    await page.getByText(say('No account is linked yet', '还没有授权账号')).waitFor()
    await checked(page, look, 'linked-accounts-empty')
    await page.getByRole('button', { name: say('Link an account', '新建授权账号') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(say('Name', '名称'), { exact: false }).first().fill('快递服务 Parcels')
    await dialog.getByLabel(say('Address of the service', '服务地址')).fill(service.origin)
    await dialog.getByLabel(say('Key', '密钥')).last().fill(KEY)
    await checked(page, look, 'linked-accounts-form')
    await dialog.getByRole('button', { name: say('Link it', '保存') }).click()
    const panel = page.getByRole('complementary', { name: '快递服务 Parcels' })
    await panel.getByRole('button', { name: say('Test', '测试'), exact: true }).click()
    await panel.getByText(say('The service takes it.', '凭据有效。')).waitFor()
    assert.equal(service.heard.at(-1)!.headers['x-api-key'], KEY)
    await checked(page, look, 'linked-account')
    assert.ok(!(await page.content()).includes(KEY))
    assert.ok(
      !(
        (await page.evaluate('JSON.stringify({ ...sessionStorage, ...localStorage })')) as string
      ).includes(KEY),
    )
    const menu = async (item: string) => {
      await panel.getByRole('button', { name: say('More', '更多') }).click()
      await page.getByRole('menuitem', { name: item }).click()
    }
    await menu(say('Who may use it', '谁可以使用'))
    await dialog.getByRole('radio', { name: say('Chosen ones', '指定范围') }).check({ force: true })
    await checked(page, look, 'linked-account-use')
    await dialog.getByRole('button', { name: say('Save', '保存') }).click()
    await dialog.waitFor({ state: 'detached' })
    await menu(say('Enter a new credential', '填写新的凭据'))
    await dialog.getByLabel(say('Key', '密钥')).last().fill('another-key-of-it')
    await dialog.getByRole('button', { name: say('Use it', '启用') }).click()
    await dialog.waitFor({ state: 'detached' })
    await menu(say('Remove', '移除'))
    await checked(page, look, 'linked-account-remove')
    await dialog.getByRole('button', { name: say('Remove', '移除') }).click()
    await page.getByText(say('No account is linked yet', '还没有授权账号')).waitFor()
    await page.context().close()
  })
}

test('health is seen at a glance; who may only use it changes nothing; an administrator narrows hosts', async () => {
  const { as } = site
  const make = (title: string, more: object = {}) =>
    as.wang.call(createAccount, {
      title,
      connector: 'http',
      auth: 'bearer',
      origins: ['https://api.parcels.example'],
      reach: 'organisation',
      credential: { token: 'a-token-of-somebody' },
      ...more,
    })
  const works = await make('Ledger in the cloud')
  const broken = await make(
    'A parcel service with a name so long that it has to be cut off somewhere on a small screen',
  )
  await make('Calendar', {
    auth: 'oauth2_code',
    parameters: { authorize_url: 'https://id.example/a', token_url: 'https://id.example/t' },
    credential: { client_id: 'tenon', client_secret: 'secret-of-the-app' },
  })
  await as.wang.call(
    setDependents,
    { kind: 'flow', ref: 'f', title: 'Orders to the ledger', accounts: [broken.id] },
    { door: 'module' },
  )
  await as.owner((client) =>
    client.query(
      `UPDATE vault.account SET state = 'exhausted', last_error = 'The service refused the credential (401).', failing_since = now(), uses = 1204, last_used_at = now() WHERE id = $1`,
      [broken.id],
    ),
  )
  for (const look of LOOKS) {
    const say = inWords(look)
    const page = await site.open('stranger', look)
    await page.goto('/me/linked-accounts')
    await page.getByText(say('Needs a new credential', '需要新的凭据')).waitFor()
    await page.getByText(say('Has to be connected', '需要连接')).waitFor()
    await checked(page, look, 'linked-accounts')
    await page.getByRole('link', { name: 'Ledger in the cloud' }).click()
    const panel = page.getByRole('complementary', { name: 'Ledger in the cloud' })
    await panel.getByText('api.parcels.example').waitFor()
    assert.equal(await panel.getByRole('button', { name: say('More', '更多') }).count(), 0)
    await page.context().close()

    const owner = await site.open('wang', look)
    await owner.goto(`/me/linked-accounts/${broken.id}`)
    await owner.getByText('Orders to the ledger').waitFor()
    await checked(owner, look, 'linked-account-broken')
    await owner.goto(`/me/linked-accounts?problem=denied`)
    await owner.getByRole('alert').waitFor()
    await checked(owner, look, 'linked-account-denied')
    await owner.context().close()
  }
  const admin = await site.open('lin', DESK)
  await admin.goto(`/me/linked-accounts/${works.id}`)
  await admin.getByRole('complementary').getByRole('button', { name: 'More' }).waitFor()
  await admin.getByRole('main').getByRole('button', { name: 'More' }).first().click()
  await admin.getByRole('menuitem', { name: 'Hosts that connections may reach' }).click()
  await admin
    .getByRole('dialog')
    .getByLabel('Allowed hosts')
    .fill('api.parcels.example\n*.example.org')
  await checked(admin, DESK, 'linked-accounts-hosts')
  await admin.getByRole('dialog').getByRole('button', { name: 'Allow only these' }).click()
  await admin.getByRole('dialog').waitFor({ state: 'detached' })
  assert.deepEqual(await as.lin.call('vault.settings.get', {}), {
    hosts: ['api.parcels.example', '*.example.org'],
  })
  await as.lin.call('vault.settings.update', { hosts: [] })
  await admin.context().close()
})
