import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTcp, type AddressInfo, type Socket } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { ADDRESSES, HOSTS } from './corpus.ts'
import { openEgress, type Resolve } from './index.ts'

const HERE = ['127.0.0.1']
const any = () => true

/** A trap: whoever connects is remembered. Nobody may. */
let trap: { port: number; caught: number; close(): Promise<void> }
before(async () => {
  const sockets = new Set<Socket>()
  const tcp = createTcp((socket) => {
    trap.caught++
    sockets.add(socket)
    socket.on('error', () => undefined).end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret')
  }).listen(0, '::')
  await once(tcp, 'listening')
  trap = {
    port: (tcp.address() as AddressInfo).port,
    caught: 0,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((closed) => tcp.close(closed))
    },
  }
})
after(() => trap.close())

describe('every way to lead a server to its neighbours is refused', () => {
  const { fetch, connect } = openEgress([])
  const refused = (error: { kind?: string }) =>
    ['invalid', 'unavailable'].includes(error.kind ?? '')

  for (const host of HOSTS)
    test(host, async () => {
      for (const scheme of ['http', 'https'])
        await assert.rejects(
          fetch(`${scheme}://${host}:${trap.port}/`, { timeoutMs: 2000 }),
          refused,
        )
      await assert.rejects(connect({ host, port: trap.port, timeoutMs: 2000 }), refused)
      await assert.rejects(connect({ host, port: trap.port, tls: true, timeoutMs: 2000 }), refused)
      assert.equal(trap.caught, 0)
    })

  for (const address of ADDRESSES)
    test(JSON.stringify(address), () => assert.rejects(fetch(address), { kind: 'invalid' }))

  test('hosts and ports that are none', async () => {
    for (const target of [
      {},
      { host: 'example.com' },
      { host: 'example.com', port: 0 },
      { host: 'example.com', port: 65_536 },
      { host: 'example.com', port: 1.5 },
      { host: 'user@example.com', port: 5432 },
      { host: 'example.com/x', port: 5432 },
      { host: 'example.com:1', port: 5432 },
      { host: 'example.com?x', port: 5432 },
      { host: '/var/run/postgresql', port: 5432 },
    ])
      await assert.rejects(connect(target), { kind: 'invalid' }, JSON.stringify(target))
  })
})

/** A name server of the test's own: it says each time what comes next, or fails as it is told. */
async function nameServer(
  answers: Record<string, (readonly string[] | 'NXDOMAIN' | 'SERVFAIL' | 'silence')[]>,
) {
  const asked: string[] = []
  const udp = createSocket('udp4')
  udp.on('message', (query, from) => {
    const name = nameIn(query)
    const type = query.readUInt16BE(12 + name.length + 2)
    // Questions for IPv6 are answered with nothing, so that each name takes its answers one by one.
    const next = type === 1 ? (asked.push(name), answers[name]?.shift()) : []
    if (next !== 'silence')
      udp.send(answerTo(query, name, next ?? 'NXDOMAIN'), from.port, from.address)
  })
  udp.bind(0, '127.0.0.1')
  await once(udp, 'listening')
  const resolver = new Resolver({ timeout: 300, tries: 1 })
  resolver.setServers([`127.0.0.1:${udp.address().port}`])
  const resolve: Resolve = (name) => resolver.resolve4(name)
  return { asked, resolve, close: () => udp.close() }
}

function nameIn(query: Buffer): string {
  const labels: string[] = []
  for (let at = 12; query[at]! > 0; at += query[at]! + 1)
    labels.push(query.subarray(at + 1, at + 1 + query[at]!).toString())
  return labels.join('.')
}

function answerTo(query: Buffer, name: string, answer: readonly string[] | string): Buffer {
  const question = query.subarray(12, 12 + name.length + 2 + 4)
  const addresses = typeof answer === 'string' ? [] : answer
  const head = Buffer.from(query.subarray(0, 12))
  const failed = answer === 'NXDOMAIN' ? 3 : answer === 'SERVFAIL' ? 2 : 0
  head.writeUInt16BE(0x8180 | failed, 2)
  for (const [place, count] of [
    [4, 1],
    [6, addresses.length],
    [8, 0],
    [10, 0],
  ] as const)
    head.writeUInt16BE(count, place)
  const records = addresses.map((address) =>
    Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]),
  )
  return Buffer.concat([head, question, ...records])
}

async function server(answer: RequestListener, host = '127.0.0.1') {
  let asked = 0
  const http = createServer((request, response) => {
    asked++
    answer(request, response)
  }).listen(0, host)
  await once(http, 'listening')
  return {
    port: (http.address() as AddressInfo).port,
    asked: () => asked,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      await new Promise((closed) => http.close(closed))
    },
  }
}

describe('a name server that plays tricks', () => {
  test('says something else the second time: only what was checked is asked', async () => {
    await using open = await server((_request, response) => response.end('open'))
    const names = await nameServer({ 'rebind.example': [HERE, ['127.0.0.2'], ['169.254.169.254']] })
    const { fetch, connect } = openEgress(HERE, names.resolve)
    const url = `http://rebind.example:${open.port}/`
    assert.equal((await fetch(url)).status, 200)
    assert.equal(names.asked.length, 1)
    await assert.rejects(fetch(url), { kind: 'invalid' })
    await assert.rejects(connect({ host: 'rebind.example', port: open.port }), { kind: 'invalid' })
    assert.equal(open.asked(), 1)
    names.close()
  })

  test('mixes good with bad, fails, or says nothing: nobody is asked', async () => {
    const names = await nameServer({
      'mixed.example': [['127.0.0.1', '10.0.0.1']],
      'gone.example': ['NXDOMAIN'],
      'broken.example': ['SERVFAIL'],
      'mute.example': ['silence'],
      'empty.example': [[]],
    })
    const { fetch, connect } = openEgress(HERE, names.resolve)
    for (const name of ['mixed', 'gone', 'broken', 'mute', 'empty']) {
      await assert.rejects(fetch(`http://${name}.example:${trap.port}/`), any, name)
    }
    for (const name of ['gone', 'broken'])
      await assert.rejects(connect({ host: `${name}.example`, port: trap.port }), {
        kind: 'unavailable',
      })
    assert.equal(trap.caught, 0)
    names.close()
  })

  test('a redirect to a name that leads inside is not followed', async () => {
    const names = await nameServer({ 'outer.example': [HERE], 'inner.example': [['127.0.0.2']] })
    await using outer = await server((_request, response) =>
      response.writeHead(302, { location: `http://inner.example:${trap.port}/` }).end(),
    )
    const { fetch } = openEgress(HERE, names.resolve)
    await assert.rejects(fetch(`http://outer.example:${outer.port}/`, { redirects: 5 }), {
      kind: 'invalid',
    })
    const there = openEgress(['127.0.0.4'])
    for (const host of HOSTS) {
      await using around = await server(
        (_request, response) =>
          response.writeHead(307, { location: `http://${encodeURI(host)}:${trap.port}/` }).end(),
        '127.0.0.4',
      )
      const asked = there.fetch(`http://127.0.0.4:${around.port}/`, {
        redirects: 5,
        timeoutMs: 3000,
      })
      await assert.rejects(asked, any, host)
      assert.equal(around.asked(), 1, host)
    }
    assert.equal(trap.caught, 0)
    names.close()
  })
})

describe('an answer that is a weapon', () => {
  const { fetch } = openEgress(HERE)
  const bomb = Buffer.alloc(64 * 1024 * 1024)

  for (const [encoding, packed] of [
    ['gzip', gzipSync(bomb)],
    ['br', brotliCompressSync(bomb)],
  ] as const)
    test(`${encoding}: ${packed.length} bytes that unfold to 64 MB`, async () => {
      await using there = await server((_request, response) =>
        response.writeHead(200, { 'content-encoding': encoding }).end(packed),
      )
      const before = process.memoryUsage().arrayBuffers
      await assert.rejects(fetch(`http://127.0.0.1:${there.port}/`), {
        kind: 'invalid',
        message: /longer than/,
      })
      assert.ok(process.memoryUsage().arrayBuffers - before < 32 * 1024 * 1024)
    })

  test('an honest packed answer is unpacked, one packed in another way or cut off is refused', async () => {
    const text = '好 '.repeat(1000)
    const bodies: Record<string, [string, Buffer]> = {
      '/gzip': ['gzip', gzipSync(text)],
      '/br': ['br', brotliCompressSync(text)],
      '/twice': ['gzip, gzip', gzipSync(gzipSync(text))],
      '/strange': ['zstd', gzipSync(text)],
      '/cut': ['gzip', gzipSync(text).subarray(0, 20)],
      '/lies': ['gzip', Buffer.from(text)],
    }
    await using there = await server((request, response) => {
      const [encoding, body] = bodies[request.url!] ?? ['gzip', Buffer.alloc(0)]
      response
        .writeHead(request.url === '/none' ? 204 : 200, { 'content-encoding': encoding })
        .end(body)
    })
    const ask = (path: string, method = 'GET') =>
      fetch(`http://127.0.0.1:${there.port}${path}`, { method })
    for (const path of ['/gzip', '/br'])
      assert.equal(Buffer.from((await ask(path)).body).toString(), text)
    assert.equal((await ask('/none')).status, 204)
    assert.equal((await ask('/gzip', 'HEAD')).body.length, 0)
    for (const path of ['/twice', '/strange']) await assert.rejects(ask(path), { kind: 'invalid' })
    for (const path of ['/cut', '/lies']) await assert.rejects(ask(path), { kind: 'unavailable' })
  })

  test('headers without end, and a body drop by drop', async () => {
    const tcp = createTcp((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', (data: Buffer) => {
        if (data.includes('/slow')) {
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n')
          const drops = setInterval(() => socket.write('x'), 20)
          socket.on('close', () => clearInterval(drops))
        } else {
          socket.write('HTTP/1.1 200 OK\r\n')
          for (let n = 0; n < 1000; n++) socket.write(`x-${n}: ${'y'.repeat(100)}\r\n`)
        }
      })
    }).listen(0, '127.0.0.1')
    await once(tcp, 'listening')
    const base = `http://127.0.0.1:${(tcp.address() as AddressInfo).port}`
    await assert.rejects(fetch(`${base}/headers`), { kind: 'unavailable' })
    const began = performance.now()
    await assert.rejects(fetch(`${base}/slow`, { timeoutMs: 300 }), { kind: 'unavailable' })
    assert.ok(performance.now() - began < 5000)
    await new Promise((closed) => tcp.close(closed))
  })
})

describe('a socket of another protocol', () => {
  test('goes to the address that was checked, and its bytes go both ways', async () => {
    const tcp = createTcp((socket) =>
      socket.on('data', (part) => socket.end(`heard ${part}`)),
    ).listen(0, '127.0.0.1')
    await once(tcp, 'listening')
    const { port } = tcp.address() as AddressInfo
    const { connect } = openEgress(HERE, async () => HERE)
    const { socket, host, fields } = await connect({ host: 'db.example', port })
    socket.write('hello')
    let heard = ''
    for await (const part of socket) heard += String(part)
    assert.deepEqual([heard, host, fields], ['heard hello', 'db.example', {}])
    await assert.rejects(connect({ host: 'db.example', port, tls: true, timeoutMs: 2000 }), {
      kind: 'unavailable',
    })
    await new Promise((closed) => tcp.close(closed))
    await assert.rejects(connect({ host: 'db.example', port, timeoutMs: 2000 }), {
      kind: 'unavailable',
    })
  })

  test('hosts may be narrowed, redirects included', async () => {
    await using there = await server((_request, response) =>
      response.writeHead(302, { location: `http://other.example:${trap.port}/` }).end(),
    )
    const { fetch, connect } = openEgress(HERE, async () => HERE)
    const hosts = ['api.example', '*.deep.example']
    const ask = (host: string, more: object = {}) =>
      fetch(`http://${host}:${there.port}/`, { hosts, ...more })
    for (const host of ['api.example', 'API.example', 'a.deep.example', 'a.b.deep.example'])
      assert.equal((await ask(host)).status, 302, host)
    for (const host of [
      'other.example',
      'deep.example',
      'api.example.evil.example',
      'xdeep.example',
      '127.0.0.1',
    ])
      await assert.rejects(ask(host), { kind: 'forbidden' }, host)
    await assert.rejects(ask('api.example', { redirects: 1 }), { kind: 'forbidden' })
    await assert.rejects(connect({ host: 'other.example', port: trap.port, hosts }), {
      kind: 'forbidden',
    })
    await assert.rejects(fetch(`http://api.example:${there.port}/`, { hosts: [] }), {
      kind: 'forbidden',
    })
  })
})
