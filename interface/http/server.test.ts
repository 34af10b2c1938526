import assert from 'node:assert/strict'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { openDoors, type Doors } from './testing/doors.ts'
import { ORG, OTHER_ORG, personId } from './testing/hall.ts'

let doors: Doors
let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tn-'))
  doors = await openDoors({
    operatorSocket: join(folder, 'op.sock'),
    rates: { everyone: 5 },
    trustedProxies: ['127.0.0.1'],
    warnings: [{ name: 'fsync', value: 'off', fix: 'Turn it on.' }],
  })
})
after(async () => {
  await doors[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

describe('the manifest', () => {
  test('shows what the caller may use, and what modules add to it', async () => {
    const { body } = await doors.get('/manifest.json')
    assert.deepEqual(body.org, { id: ORG, name: 'Hall', kind: 'company' })
    assert.deepEqual(body.actor, {
      kind: 'person',
      id: personId(1),
      name: 'Person 1',
      roles: [],
      scopes: { 'hall.use': 'all' },
    })
    assert.ok(!('secret' in body))
    assert.deepEqual(
      [body.durable, body.warnings],
      [false, [{ name: 'fsync', value: 'off', fix: 'Turn it on.' }]],
    )
    const [hall] = body.modules as { actions: { id: string }[]; i18n: unknown }[]
    const ids = hall!.actions.map(({ id }) => id)
    assert.ok(
      ids.includes('hall.echo.say') &&
        !ids.includes('hall.admin.look') &&
        !ids.includes('hall.inner.look'),
    )
    assert.deepEqual(hall!.i18n, { zh: { 'hall.echo.say': '再说一遍' } })
  })

  test('shows nobody the way in and no more', async () => {
    const { body, headers } = await doors.get('/manifest.json', '')
    const ids = (body.modules as { actions: { id: string }[] }[]).flatMap(({ actions }) =>
      actions.map(({ id }) => id),
    )
    assert.deepEqual([body.setup, ids], [true, ['hall.door.enter', 'hall.setup.show']])
    assert.deepEqual([body.durable, body.warnings], [false, undefined])
    const again = await doors.get('/manifest.json', '', { 'if-none-match': headers.get('etag')! })
    assert.equal(again.status, 304)
    assert.equal((await doors.get('/manifest.json', 'unknown')).status, 401)
    const ended = await doors.get('/manifest.json', '', { cookie: 'tenon_session=unknown' })
    assert.equal((ended.body.actor as { kind: string }).kind, 'nobody')
  })
})

test('a burst is refused with the time to wait, per caller and per address', async () => {
  const rare = async (token: string) => (await doors.post('hall.trouble.rare', {}, token)).status
  assert.deepEqual(
    [await rare('p31'), await rare('p31'), await rare('p31'), await rare('p31'), await rare('p32')],
    [200, 200, 200, 429, 200],
  )
  const from = (address: string) =>
    doors.post('hall.setup.show', {}, '', { 'x-forwarded-for': address })
  for (let n = 0; n < 5; n++) assert.equal((await from('203.0.113.5')).status, 200)
  const refused = await from('203.0.113.5')
  assert.deepEqual([refused.status, refused.body.code], [429, 'limited'])
  assert.ok(Number(refused.headers.get('retry-after')) >= 1)
  assert.equal((await from('203.0.113.6')).status, 200)
})

test('health and figures', async () => {
  assert.equal((await doors.get('/healthz', '')).body.status, 'ready')
  await doors.post('hall.trouble.refuse', {})
  const { text } = await doors.get('/metrics', '')
  assert.match(text, /tenon_calls_total\{action="hall\.trouble\.refuse",outcome="tooLate"\} 1\n/)
  assert.match(
    text,
    /tenon_call_duration_seconds_bucket\{action="hall\.trouble\.refuse",le="\+Inf"\} 1\n/,
  )
  assert.match(text, /tenon_sockets 0\n/)
  assert.match(text, /tenon_jobs\{state="dead"\} 0\n/)
  assert.match(text, /tenon_event_loop_lag_p99_seconds \d/)
  assert.equal((await doors.get('/metrics', '', { 'x-forwarded-for': '203.0.113.9' })).status, 403)
})

test('the operator’s socket needs no credential, and only its owner can open it', async () => {
  const path = join(folder, 'op.sock')
  assert.equal((await stat(path)).mode & 0o777, 0o600)
  const ask = (headers: Record<string, string>) =>
    new Promise<Record<string, unknown>>((done, failed) => {
      const sent = request({ socketPath: path, path: '/manifest.json', headers }, (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += String(chunk)))
        response.on('end', () => done(JSON.parse(text) as Record<string, unknown>))
      })
      sent.on('error', failed).end()
    })
  const told = await ask({ 'x-tenon-org': OTHER_ORG })
  assert.equal((told.actor as { kind: string }).kind, 'operator')
  assert.equal((told.org as { id: string }).id, OTHER_ORG)
})

test('what is no HTTP at all gets a plain answer', async () => {
  const text = await new Promise<string>((done) => {
    let heard = ''
    const socket = connect(doors.port, '127.0.0.1', () =>
      socket.write('\x16\x03\x01 hello\r\n\r\n'),
    )
    socket.on('data', (chunk) => (heard += String(chunk)))
    socket.on('close', () => done(heard))
  })
  assert.match(text, /^HTTP\/1\.1 400 /)
  assert.match(text, /"code":"invalid"/)
})
