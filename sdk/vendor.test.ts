import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { fileStore, makeVendor, newSecret, openLog, Refusal, sign, type Manifest } from './index.ts'

const here = dirname(fileURLToPath(import.meta.url))
const manifest: Manifest = {
  tenon: 1,
  id: 'notes',
  version: 1,
  title: { en: 'Notes' },
  publisher: 'Notes',
  partnerType: 'software',
  icon: 'star',
  endpoints: { call: '/call', install: '/install', events: '/events' },
  asks: [],
  scopes: { use: { title: { en: 'Use' }, roles: ['member'] } },
  entities: [],
  actions: [
    {
      id: 'note.write',
      kind: 'command',
      title: { en: 'Write' },
      description: 'Writes.',
      input: { type: 'object' },
      output: { type: 'object' },
      scope: 'use',
    },
  ],
  events: [],
  pages: [],
  placements: [],
}
let folder: string
let url: string
let written = 0
const secret = newSecret()
const server = createServer()
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenon-sdk-'))
  const vendor = makeVendor({
    manifest,
    store: await fileStore(folder),
    actions: {
      'note.write': ({ text }: { text: string }) => {
        if (text === 'no') throw new Refusal(409, 'Not that.')
        return { n: ++written }
      },
    },
  })
  server.on('request', (request, response) => void vendor.handle(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
})

async function send(
  path: string,
  body: object,
  by = secret,
  id = 'one',
): Promise<[number, unknown]> {
  const text = JSON.stringify({ installation: 'i', ...body })
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: sign(by, id, text),
    body: text,
  })
  return [answer.status, await answer.json()]
}
const call = (text: string, by = secret, id = 'one') =>
  send(
    '/call',
    { action: 'note.write', input: { text }, actor: { id: 'a', kind: 'person' } },
    by,
    id,
  )
const about = {
  organisation: { id: 'o', name: 'O' },
  tenon: 'http://t',
  push: 'http://t/p',
  grants: [],
}

test('nobody calls before it is installed; then only who signs, and the same call is done once', async () => {
  assert.equal((await call('x'))[0], 401)
  assert.equal((await send('/install', { ...about, secret }))[0], 200)
  assert.deepEqual(await call('x'), [200, { output: { n: 1 } }])
  assert.deepEqual(await call('x'), [200, { output: { n: 1 } }])
  assert.deepEqual(await call('x', secret, 'two'), [200, { output: { n: 2 } }])
  assert.equal((await call('x', newSecret(), 'three'))[0], 401)
  assert.deepEqual(await call('no', secret, 'four'), [409, { detail: 'Not that.' }])
})

test('a stranger does not take an installation over; who knows the secret changes it, and both count', async () => {
  const stranger = newSecret()
  assert.equal((await send('/install', { ...about, secret: stranger }, stranger))[0], 401)
  const next = newSecret()
  assert.equal((await send('/install', { ...about, secret: next }))[0], 200)
  assert.equal((await call('x', secret, 'five'))[0], 200)
  assert.equal((await call('x', next, 'six'))[0], 200)
  assert.equal((await send('/install', { removed: true }, next))[0], 200)
  assert.equal((await call('x', next, 'seven'))[0], 401)
})

test('a log keeps what it acknowledged; half a line of a crash never counted', async () => {
  const path = join(folder, 'log.jsonl')
  const log = await openLog<number>(path)
  await Promise.all([1, 2, 3].map((entry) => log.append(entry)))
  await log[Symbol.asyncDispose]()
  await appendFile(path, '{"half')
  await using again = await openLog<number>(path)
  assert.deepEqual(again.entries, [1, 2, 3])
  await again.append(4)
  await using third = await openLog<number>(path)
  assert.deepEqual(third.entries, [1, 2, 3, 4])
})

test('its types hold, and the package that is built from it works', async () => {
  const tsc = join(here, '..', 'node_modules', '.bin', 'tsc')
  for (const args of [
    ['-p', join(here, 'tsconfig.json')],
    ['-p', join(here, '..', 'examples', 'tsconfig.json')],
    ['-p', join(here, 'tsconfig.build.json'), '--outDir', join(folder, 'dist')],
  ]) {
    const { status, stdout } = spawnSync(tsc, args, { encoding: 'utf8' })
    assert.equal(status, 0, stdout)
  }
  const built = (await import(join(folder, 'dist', 'index.js'))) as typeof import('./index.ts')
  assert.match(built.pageScript(), /export function openFrame/)
  assert.equal(typeof built.makeVendor, 'function')
})
