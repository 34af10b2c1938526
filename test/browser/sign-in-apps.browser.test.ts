import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import * as oidc from 'openid-client'
import { ROOT } from '#kernel/testing'
import { HERE } from '../../connections/remote/testing/vendor.ts'
import { seriousIn } from './axe.ts'
import { DESK, PHONE, openSite, type Site } from './site.ts'

/** Another company's web app, which is the unmodified `openid-client`, and the people who sign in to it. */
let site: Site
let app: Server
let home: string
const stack = new AsyncDisposableStack()
let config: oidc.Configuration

before(async () => {
  mkdirSync(join(ROOT, '.tmp', 'shots'), { recursive: true })
  site = stack.use(await openSite({ reach: HERE }))
  app = createServer((request, response) => {
    void answer(new URL(request.url ?? '/', home)).then(
      ({ to, text = '' }) =>
        response
          .writeHead(to ? 303 : 200, {
            'content-type': 'text/html',
            ...(to ? { location: to } : {}),
          })
          .end(text),
      (error: Error & { error?: string }) =>
        response.writeHead(400).end(error.error ?? error.message),
    )
  }).listen(0, '127.0.0.1')
  stack.defer(() => void app.close())
  await once(app, 'listening')
  home = `http://127.0.0.1:${(app.address() as AddressInfo).port}`
})
after(() => stack.disposeAsync())

/** `/in` sends to Tenon, `/cb` redeems what came back, `/out` signs out. */
const waiting = new Map<string, string>()
let idToken = ''
async function answer(url: URL): Promise<{ to?: string; text?: string }> {
  if (url.pathname === '/in') {
    const verifier = oidc.randomPKCECodeVerifier()
    const state = oidc.randomState()
    waiting.set(state, verifier)
    const to = oidc.buildAuthorizationUrl(config, {
      redirect_uri: `${home}/cb`,
      scope: url.searchParams.get('scope') ?? 'openid profile org',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    })
    return { to: to.href }
  }
  if (url.pathname === '/cb') {
    const state = url.searchParams.get('state') ?? ''
    const tokens = await oidc.authorizationCodeGrant(config, url, {
      pkceCodeVerifier: waiting.get(state) ?? '',
      expectedState: state,
    })
    idToken = tokens.id_token!
    const info = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub)
    return { text: `<!doctype html><title>Ledger</title><h1>Hello ${info.name ?? info.sub}</h1>` }
  }
  if (url.pathname === '/out') {
    const to = oidc.buildEndSessionUrl(config, {
      id_token_hint: idToken,
      post_logout_redirect_uri: `${home}/bye`,
    })
    return { to: to.href }
  }
  return { text: '<!doctype html><title>Ledger</title><h1>Bye</h1>' }
}

async function looked(window: Page, name: string): Promise<void> {
  await window.screenshot({ path: join(ROOT, '.tmp', 'shots', `oidc-${name}.png`) })
  assert.deepEqual(await seriousIn(window), [])
}

test('an administrator registers an app and takes its secret along', async () => {
  const page = await site.open('lin', DESK)
  await page.goto('/admin/sign-in-apps')
  await page.getByText('No app yet').waitFor()
  await looked(page, 'apps-empty')
  await page.getByRole('button', { name: 'Register an app' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Ledger')
  await page.getByLabel('Redirect addresses').fill(`${home}/cb`)
  await page.getByLabel('Addresses after signing out').fill(`${home}/bye`)
  await page.getByRole('checkbox', { name: 'See colleagues and departments' }).check()
  await looked(page, 'app-form')
  await page.getByRole('button', { name: 'Register', exact: true }).click()
  const secret = await page.getByLabel('Secret').inputValue()
  const clientId = await page.getByLabel('Client id').inputValue()
  const issuer = await page.getByLabel('Issuer').inputValue()
  await looked(page, 'app-secret')
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('list', { name: 'Apps' }).getByText('Ledger').waitFor()
  await looked(page, 'apps')
  config = await oidc.discovery(
    new URL(issuer),
    clientId,
    undefined,
    oidc.ClientSecretBasic(secret),
    {
      execute: [oidc.allowInsecureRequests],
    },
  )
})

test('nobody yet: our sign-in, the app’s question in Chinese on a phone, and in', async () => {
  const page = await site.open('nobody', PHONE)
  await page.goto(`${home}/in`)
  await page.getByRole('heading', { name: '登录 Ledger' }).waitFor()
  await looked(page, 'sign-in-first')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  const rows = await site.as.owner(async (client) => {
    const found = await client.query<{ email: string }>(
      'SELECT email FROM directory.person WHERE id = $1',
      [site.as['zhao']!.id],
    )
    return found.rows
  })
  await page.getByLabel('邮箱、手机号或工号').fill(rows[0]!.email)
  await page.getByLabel('密码').fill(String(site.as.world.ids['identity.password']))
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByText('查看你的姓名、语言和时区').waitFor()
  await looked(page, 'consent-zh')
  await page.getByRole('button', { name: '允许', exact: true }).click()
  await page.getByRole('heading', { name: /^Hello / }).waitFor()
  // Once allowed, never asked again.
  await page.goto(`${home}/in`)
  await page.getByRole('heading', { name: /^Hello / }).waitFor()
})

test('the person finds the app in his list, and signs out of it there', async () => {
  const page = await site.open('zhao', DESK)
  await page.goto(`${home}/in`)
  await page.getByRole('heading', { name: /^Hello / }).waitFor()
  await page.goto('/me/apps')
  const list = page.getByRole('list', { name: 'Apps you signed in to' })
  await list.getByText('Ledger').waitFor()
  await looked(page, 'mine')
  await list.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('You have not signed in to any app').waitFor()
  await looked(page, 'mine-empty')
  await page.goto(`${home}/in`)
  await page.getByRole('heading', { name: 'Sign in to Ledger' }).waitFor()
  await page.getByRole('button', { name: 'Do not allow' }).click()
  await page.getByText('access_denied').waitFor()
})

test('an administrator allows it for everybody, and takes it back', async () => {
  const page = await site.open('lin', DESK)
  await page.goto(`${home}/in?scope=openid+profile+org+directory.read`)
  await page.getByText('See colleagues and departments').waitFor()
  await looked(page, 'consent-admin')
  await page.getByRole('button', { name: /^Allow for everybody/ }).click()
  await page.getByRole('heading', { name: /^Hello / }).waitFor()
  const member = await site.open('chen', PHONE)
  await member.goto(`${home}/in`)
  await member.getByRole('heading', { name: /^Hello / }).waitFor()
  await page.goto('/admin/sign-in-apps')
  await page.getByRole('heading', { name: 'Allowed for everybody' }).waitFor()
  await looked(page, 'apps-allowed')
  await page.getByRole('button', { name: 'Take back' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
  await page.getByRole('heading', { name: 'Allowed for everybody' }).waitFor({ state: 'detached' })
  await member.goto(`${home}/in`)
  await member.getByRole('heading', { name: '登录 Ledger' }).waitFor()
})

test('signing out at the app: of everything here, too', async () => {
  const page = await site.open('lin', DESK)
  await page.goto(`${home}/in`)
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  await page.getByRole('heading', { name: /^Hello / }).waitFor()
  await page.goto(`${home}/out`)
  await page.getByRole('heading', { name: 'Sign out of Ledger?' }).waitFor()
  await looked(page, 'sign-out')
  await page.getByRole('button', { name: 'Sign out of everything' }).click()
  await page.getByRole('heading', { name: 'Bye' }).waitFor()
  // Once more, with nobody signed in: straight back, and no trace of it in the way of the next sign-in.
  await page.goto(`${home}/out`)
  await page.getByRole('heading', { name: 'Bye' }).waitFor()
  await page.goto('/messages')
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
  const rows = await site.as.owner(async (client) => {
    const found = await client.query<{ email: string }>(
      'SELECT email FROM directory.person WHERE id = $1',
      [site.as['lin']!.id],
    )
    return found.rows
  })
  await page.getByLabel('E-mail, mobile or staff number').fill(rows[0]!.email)
  await page.getByLabel('Password').fill(String(site.as.world.ids['identity.password']))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'Messages' }).waitFor()
  await page.goto(`${home}/in`)
  await page.getByRole('heading', { name: /^Hello / }).waitFor()
})

test('a question that has run out, or is somebody else’s, says so', async () => {
  const page = await site.open('zhao', PHONE)
  await page.goto('/open/oidc/nothing-of-the-kind')
  await page.getByRole('heading', { name: '无法继续登录' }).waitFor()
  await page.getByText('这次登录已过期').waitFor()
  await looked(page, 'over')
})
