import assert from 'node:assert/strict'
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { brotliCompressSync } from 'node:zlib'
import { answer, openDoors, type Doors } from './testing/doors.ts'

let doors: Doors
let webDir: string
before(async () => {
  webDir = await mkdtemp(join(tmpdir(), 'tenon-web-'))
  await mkdir(join(webDir, 'assets'))
  await writeFile(join(webDir, 'index.html'), '<!doctype html><title>Tenon</title>')
  await writeFile(
    join(webDir, 'index.html.br'),
    brotliCompressSync('<!doctype html><title>Tenon</title>'),
  )
  await writeFile(join(webDir, 'assets', 'main-abc123.js'), 'export {}')
  await writeFile(join(webDir, 'assets', 'main-abc123.js.br'), brotliCompressSync('export {}'))
  doors = await openDoors({ webDir, publicUrl: 'https://tenon.example' })
})
after(async () => {
  await doors[Symbol.asyncDispose]()
  await rm(webDir, { recursive: true })
})

const withCookie = (
  headers: Record<string, string>,
  action = 'hall.echo.say',
  input: object = { text: 'x' },
) => doors.post(action, input, '', { cookie: 'other=1; tenon_session=p7', ...headers })

describe('a cookie session', () => {
  test('is set and cleared by what the answer is marked with, and its token never travels', async () => {
    const entered = await doors.post('hall.door.enter', { who: 'p7' }, '')
    assert.equal(entered.body.who, 'p7')
    assert.ok(!('token' in entered.body))
    const cookie = entered.headers.get('set-cookie')!
    assert.match(
      cookie,
      /^tenon_session=p7; Path=\/; HttpOnly; SameSite=Lax; Max-Age=3(600|599); Secure$/,
    )
    const left = await withCookie({ 'x-tenon': '1' }, 'hall.door.exit', {})
    assert.match(left.headers.get('set-cookie')!, /^tenon_session=; .*Max-Age=0/)
  })

  test('changes nothing for the page of another site', async () => {
    assert.equal((await withCookie({ 'x-tenon': '1' })).status, 200)
    assert.equal((await withCookie({})).body.code, 'forbidden')
    assert.equal(
      (await withCookie({ 'x-tenon': '1', origin: 'https://evil.example' })).body.code,
      'forbidden',
    )
    assert.equal((await withCookie({ 'x-tenon': '1', origin: 'null' })).body.code, 'forbidden')
    assert.equal(
      (await withCookie({ 'x-tenon': '1', origin: 'https://tenon.example' })).status,
      200,
    )
    assert.equal((await withCookie({ 'x-tenon': '1', origin: doors.url })).status, 200)
  })

  test('is not begun by the page of another site either', async () => {
    const forced = await doors.post('hall.door.enter', { who: 'p7' }, '', {
      origin: 'https://evil.example',
    })
    assert.deepEqual([forced.status, forced.headers.get('set-cookie')], [403, null])
  })

  test('reads by GET without the header, and a token needs no origin', async () => {
    assert.equal(
      (await doors.get('/api/hall.echo.say?text=x', '', { cookie: 'tenon_session=p7' })).status,
      200,
    )
    assert.equal(
      (await doors.post('hall.echo.say', { text: 'x' }, 'p1', { origin: 'https://app.example' }))
        .status,
      200,
    )
    assert.equal(
      (await doors.get('/api/hall.echo.say?text=x', '', { cookie: 'tenon_session=p7"; bad' }))
        .status,
      401,
    )
  })
})

describe('the web', () => {
  test('answers one page for every address of its own, with strict headers', async () => {
    for (const path of ['/', '/contacts', '/deep/link']) {
      const { text, headers, status } = await doors.get(path, '')
      assert.deepEqual(
        [status, text.includes('<title>Tenon'), headers.get('cache-control')],
        [200, true, 'no-cache'],
      )
      const policy = headers.get('content-security-policy')!
      assert.match(policy, /script-src 'self';/)
      assert.match(policy, /frame-ancestors 'none'/)
      assert.match(policy, /connect-src 'self' wss:\/\/tenon\.example/)
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.equal(headers.get('referrer-policy'), 'same-origin')
      assert.equal(headers.get('strict-transport-security'), 'max-age=31536000')
    }
  })

  test('keeps hashed assets for ever, pressed when the browser can', async () => {
    const asset = await doors.get('/assets/main-abc123.js', '', { 'accept-encoding': 'br' })
    assert.equal(asset.text, 'export {}')
    assert.equal(asset.headers.get('content-encoding'), 'br')
    assert.match(asset.headers.get('cache-control')!, /immutable/)
    assert.equal((await doors.get('/assets/gone.js', '')).status, 404)
    assert.equal((await doors.get('/gone.png', '')).status, 404)
    assert.equal((await doors.get('/api/', '')).status, 404)
    assert.equal((await answer(fetch(`${doors.url}/contacts`, { method: 'POST' }))).status, 404)
    assert.ok([400, 403, 404].includes((await doors.get('/..%2f..%2fpackage.json', '')).status))
  })

  test('shows the docs page and its parts', async () => {
    for (const [path, type] of [
      ['/docs', 'text/html'],
      ['/docs/docs.js', 'text/javascript'],
      ['/docs/docs.css', 'text/css'],
    ] as const) {
      const { status, headers } = await doors.get(path, '')
      assert.equal(status, 200)
      assert.ok(headers.get('content-type')!.startsWith(type))
    }
  })
})
