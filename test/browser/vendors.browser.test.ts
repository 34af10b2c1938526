import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { install } from '../../connections/remote/testing/house.ts'
import { startOdd, type OddVendor } from '../../connections/remote/testing/odd-vendor.ts'
import { HERE, startExample, type Example } from '../../connections/remote/testing/vendor.ts'
import { checked, inWords, LOOKS } from './checked.ts'
import { DESK, openSite, PHONE, type Site } from './site.ts'

/** Adding a vendor's software, and what a page of one can and cannot do in our frame. */
let site: Site
let inkstone: Example
let odd: OddVendor

/** A page that only answers what the test asks it to do. */
const PAGE = `<!doctype html><html lang="en"><title>Odd</title><body><h1>Odd</h1><script type="module">
import { openFrame } from '/tenon/page.js'
globalThis.ready = openFrame().then((frame) => (globalThis.frame = frame))
</script></body></html>`

before(async () => {
  ;[site, inkstone, odd] = await Promise.all([
    openSite({ reach: HERE }),
    startExample('inkstone'),
    startOdd(PAGE),
  ])
  await install(site.as.lin, odd.url)
})
after(async () => {
  await Promise.all([inkstone[Symbol.asyncDispose](), odd[Symbol.asyncDispose]()])
  await site[Symbol.asyncDispose]()
})

for (const look of LOOKS)
  test(`an administrator looks, agrees, installs and removes (${look.language} ${look.width})`, async () => {
    const word = inWords(look)
    const page = await site.open('lin', look)
    await page.goto('/admin/vendors')
    await page.getByText('Odd & Co').first().waitFor()
    await checked(page, look, 'vendors')
    await page.getByRole('button', { name: word('Add software', '添加软件') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(word('Address', '地址')).fill('http://localhost:1/')
    await dialog.getByRole('button', { name: word('Look at it', '查看') }).click()
    await dialog.getByRole('alert').first().waitFor()
    await dialog.getByLabel(word('Address', '地址')).fill(inkstone.url)
    await dialog.getByRole('button', { name: word('Look at it', '查看') }).click()
    await dialog.getByText(word('Where its data lies', '数据在哪里')).waitFor()
    await checked(page, look, 'vendors-consent')
    await dialog.getByRole('button', { name: word('Install', '安装'), exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    const row = page.getByRole('listitem').filter({ hasText: 'Inkstone' })
    await row.getByText(word('Answers', '运行正常')).waitFor()
    await row.getByRole('button', { name: /Inkstone/ }).click()
    await page.getByRole('menuitem', { name: word('Remove', '移除') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: word('Remove', '移除') })
      .click()
    await row.waitFor({ state: 'detached' })
    await page.context().close()
  })

async function openOdd(
  person = 'stranger',
): Promise<{ page: Page; frame: ReturnType<Page['frames']>[number] }> {
  const page = await site.open(person, DESK)
  await page.goto('/x/odd/home')
  await page.frameLocator('iframe.remote-frame').frameLocator('iframe').getByText('Odd').waitFor()
  const frame = page.frames().find((each) => each.url().startsWith(odd.url))!
  await frame.evaluate('globalThis.ready')
  return { page, frame }
}

test('who may least opens the page; its head says whose it is; the frame answers what it offers', async () => {
  const { page, frame } = await openOdd()
  await page.getByText('From Odd & Co').waitFor()
  await checked(page, DESK, 'vendors-frame')
  const me = (await frame.evaluate('frame.me()')) as { id: string; name?: string; theme: string }
  assert.notEqual(me.id, site.as.stranger.id)
  assert.deepEqual([me.name, me.theme], [undefined, 'light'])
  await frame.evaluate(`frame.toast('Saved here')`)
  await page.getByText('Odd: Saved here').waitFor()
  const picked = frame.evaluate(`frame.pickPeople({ title: 'Who checks it?' })`)
  const dialog = page.getByRole('dialog', { name: 'Who checks it?' })
  await dialog.getByRole('combobox').fill('王芳')
  await page.getByRole('option', { name: /王芳/ }).click()
  await dialog.getByRole('button', { name: 'Choose' }).click()
  const [who] = (await picked) as { id: string; name: string }[]
  assert.equal(who?.name, '王芳')
  assert.notEqual(who?.id, site.as.wang.id)
  await frame.evaluate(`frame.at('/thing/1')`)
  await page.waitForURL('**/x/odd/home/thing/1')
  // It goes with the page that it left.
  await frame.evaluate(`frame.navigate('/todo')`).catch(() => undefined)
  await page.waitForURL('**/todo')
  await page.context().close()
})

test('it is signed in where no cookie of its own lives, by a question of its own server only', async () => {
  const { page, frame } = await openOdd()
  assert.equal(
    await frame.evaluate(`(document.cookie = 'own=1; SameSite=None; Secure', document.cookie)`),
    '',
  )
  const asWho = `frame.fetch('/who').then((answer) => answer.json())`
  const me = (await frame.evaluate('frame.me()')) as { id: string }
  const who = (await frame.evaluate(asWho)) as { actor: object }
  assert.deepEqual(who.actor, { id: me.id, kind: 'person' })
  // Its own session ended: signed in anew, and the page notices nothing.
  odd.sessions.end(odd.installed.at(-1)!.id)
  assert.deepEqual(((await frame.evaluate(asWho)) as { actor: object }).actor, who.actor)
  const cookies = await page.context().cookies(odd.url)
  assert.deepEqual(cookies, [])
  const refused = (uri: string) =>
    frame.evaluate(
      `frame.authorise(${JSON.stringify(uri)}).then(() => 'answered', ({ code }) => code)`,
    )
  assert.equal(await refused('https://elsewhere.example/question'), 'invalid')
  assert.equal(await refused('urn:ietf:params:oauth:request_uri:nothing'), 'refused')
  // Another app's question, though somebody here would be let in there.
  const made = (await site.as.lin.call('oidc.client.register', {
    name: 'Other',
    kind: 'web',
    redirect_uris: [`${odd.url}/other`],
  })) as { client_id: string; secret: string }
  const pushed = await fetch(`${site.base}/oidc/request`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: made.client_id,
      client_secret: made.secret,
      response_type: 'code',
      prompt: 'none',
      redirect_uri: `${odd.url}/other`,
      scope: 'openid',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    }),
  })
  const { request_uri: theirs } = (await pushed.json()) as { request_uri: string }
  assert.equal(await refused(theirs), 'refused')
  await page.context().close()
})

test('nothing of ours can be reached from it', async () => {
  const { page, frame } = await openOdd()
  // As text, so that it runs in the page as a page would write it.
  const refused = (code: string) =>
    frame.evaluate<string>(
      `(async () => { ${code} })().then((made) => 'worked: ' + made, (error) => 'refused: ' + error.name)`,
    )
  for (const attempt of [
    `return parent.document.body.innerHTML`,
    `return top.document.cookie`,
    `return top.localStorage.length`,
    `return parent.frames[0].parent.document.title`,
    `top.location.href = 'https://evil.example/'; return 'gone'`,
    `return (await fetch('${site.base}/api/identity.me.get', { credentials: 'include' })).text()`,
    `return (await fetch('${site.base}/api/directory.person.list', { method: 'POST', credentials: 'include', headers: { 'content-type': 'application/json', 'x-tenon': '1' }, body: '{}' })).text()`,
    `return (await fetch('${site.base}/manifest.json', { credentials: 'include' })).text()`,
    `return (await fetch('${site.base}/api/chat.conversation.list', { credentials: 'include', headers: { 'x-tenon': '1' } })).text()`,
    `return (await fetch('${site.base}/remote/frame/ext_odd/home', { credentials: 'include' })).text()`,
    `return (await fetch('${site.base}/oidc/auth?client_id=x', { credentials: 'include', headers: { 'x-tenon': '1' } })).text()`,
    `await frame.navigate('https://evil.example/')`,
    `await frame.navigate('//evil.example/')`,
    `await frame.navigate('/\\\\evil.example/')`,
    `await frame.at('/../../admin')`,
    `await frame.openCard('../x', '1')`,
  ])
    assert.match(await refused(attempt), /^refused/, attempt)
  assert.match(page.url(), /\/x\/odd\/home$/)
  // A window, a dialog: the sandbox gives neither.
  assert.equal(await frame.evaluate(`String(open('https://evil.example/'))`), 'null')
  // Nor does our own page stand in a frame of theirs, nor another site in ours.
  const nested = await frame.evaluate(`(async () => {
    const made = document.createElement('iframe')
    made.src = '${site.base}/messages'
    const loaded = new Promise((done) => made.addEventListener('load', done))
    document.body.append(made)
    await loaded
    try {
      return made.contentWindow.location.href
    } catch {
      return 'closed'
    }
  })()`)
  assert.equal(nested, 'closed')
  await page.context().close()
})

test('the line answers one window of one origin, and nobody beside it', async () => {
  const { page, frame } = await openOdd()
  // A page of another origin inside theirs says hello to everybody above it.
  const answered = await frame.evaluate(`(async () => {
    const inner = document.createElement('iframe')
    inner.srcdoc = \`<script>
      addEventListener('message', ({ data }) => data && data.tenon === 'port' && parent.postMessage('stolen', '*'))
      parent.parent.postMessage({ tenon: 'hello', version: 1 }, '*')
      top.postMessage({ tenon: 'hello', version: 1 }, '*')
    <\\/script>\`
    inner.setAttribute('sandbox', 'allow-scripts')
    let got = 'nothing'
    addEventListener('message', ({ data }) => data === 'stolen' && (got = 'stolen'))
    const loaded = new Promise((done) => inner.addEventListener('load', done))
    document.body.append(inner)
    await loaded
    // A round trip on the true line: whatever was to come of the hello has come by then.
    await frame.me()
    return got
  })()`)
  assert.equal(answered, 'nothing')
  assert.equal(await frame.evaluate(`frame.place().then(() => 'fine')`), 'fine')
  await page.context().close()
})

test('the line does what it offers, and calls nothing in anybody’s name', async () => {
  const { page, frame } = await openOdd()
  for (const [ask, input] of [
    ['call', { action: 'chat.conversation.list', input: {} }],
    ['fetch', { path: '/api/identity.me.get' }],
    ['constructor', {}],
    ['__proto__', {}],
  ])
    assert.equal(
      await frame.evaluate(`(async () => {
        const port = await new Promise((done) => {
          addEventListener('message', function heard({ data, ports: [given] }) {
            if (data?.tenon !== 'port') return
            removeEventListener('message', heard)
            done(given)
          })
          parent.postMessage({ tenon: 'hello', version: 1 }, '${site.base}')
        })
        return new Promise((done) => {
          port.onmessage = ({ data }) => done(data.problem?.code ?? 'answered')
          port.postMessage({ n: 1, ask: ${JSON.stringify(ask)}, input: ${JSON.stringify(input)} })
        })
      })()`),
      'unknown',
    )
  await page.context().close()
})

test('a vendor that is down: a calm word to whoever opens its page, the reason to administrators', async () => {
  const { link } = (await site.as.stranger.call('remote.link.state', { module: 'ext_odd' })) as {
    link: string
  }
  odd.raw = { status: 503, body: '{}' }
  await site.as.lin.call('remote.link.check', { link })
  for (const look of [DESK, PHONE]) {
    const word = inWords(look)
    const page = await site.open('stranger', look)
    await page.goto('/x/odd/home')
    await page.getByText(word('Odd does not answer at the moment', 'Odd 暂时没有响应')).waitFor()
    assert.equal(await page.locator('iframe').count(), 0)
    await checked(page, look, 'vendors-away')
    await page.context().close()
  }
  const admin = await site.open('lin', DESK)
  await admin.goto('/admin/vendors')
  const row = admin.getByRole('listitem').filter({ hasText: 'Odd & Co' })
  await row.getByText('Does not answer').waitFor()
  await row.getByText(/status 503/).waitFor()
  odd.raw = undefined
  await row.getByRole('button', { name: /Odd/ }).click()
  await admin.getByRole('menuitem', { name: 'Ask now' }).click()
  await row.getByText(/in \d+ ms/).waitFor()
  await checked(admin, DESK, 'vendors-health')
  await admin.context().close()
})

test('the frame names one server only, needs a sign-in, and is not to be had for another page', async () => {
  const page = await site.open('stranger', DESK)
  const answer = await page.request.get('/remote/frame/ext_odd/home')
  const policy = answer.headers()['content-security-policy'] ?? ''
  assert.match(policy, new RegExp(`frame-src ${odd.url};`))
  assert.match(policy, /default-src 'none'.*frame-ancestors 'self'/)
  // Nothing in the address says who looks at it, or opens anything.
  assert.match(
    await answer.text(),
    /src="http:\/\/localhost:\d+\/page\?installation=[0-9a-f-]{36}&amp;tenon=[^&"]+&amp;language=en"/,
  )
  assert.equal((await page.request.get('/remote/frame/ext_odd/nowhere')).status(), 404)
  assert.equal((await page.request.get('/remote/frame/ext_kemai/desk')).status(), 404)
  const shell = await page.request.get('/x/odd/home')
  assert.doesNotMatch(shell.headers()['content-security-policy'] ?? '', /frame-src/)
  const out = await site.open('nobody', DESK)
  assert.equal((await out.request.get('/remote/frame/ext_odd/home')).status(), 404)
  await Promise.all([page.context().close(), out.context().close()])
})
