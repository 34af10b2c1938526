import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createTcp, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import { openEgress } from './index.ts'
import { reachable } from './addresses.ts'

const HERE = ['127.0.0.1']

/** A real server on a real socket; `asked` are the requests that reached it. */
async function server(answer: RequestListener, host = '127.0.0.1') {
  const asked: IncomingMessage[] = []
  const http = createServer((request, response) => {
    asked.push(request)
    answer(request, response)
  }).listen(0, host)
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  return {
    asked,
    port,
    url: `http://${host}:${port}/`,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      await new Promise((closed) => http.close(closed))
    },
  }
}
const hello: RequestListener = (_request, response) => void response.end('hello')
const textOf = ({ body }: { body: Uint8Array }) => Buffer.from(body).toString()

test('public addresses are open, everything else is closed, however it is written', () => {
  const mayReach = reachable([])
  for (const open of ['1.1.1.1', '93.184.216.34', '2606:4700::1111', '64:ff9b::808:808'])
    assert.ok(mayReach(open), open)
  for (const closed of [
    '127.0.0.1',
    '0.0.0.0',
    '10.0.0.7',
    '100.64.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    '64:ff9b::10.0.0.1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'fc00::1',
    'fe80::1%eth0',
    'ff02::1',
    'nonsense',
  ])
    assert.ok(!mayReach(closed), closed)
  const some = reachable(['10.1.0.0/16', 'fd00::/8', '::1'])
  assert.deepEqual(['10.1.2.3', '10.2.0.1', 'fd12::1', '::1', '::ffff:10.1.0.9'].map(some), [
    true,
    false,
    true,
    true,
    true,
  ])
  assert.throws(() => reachable(['10.0.0.0/40']), { kind: 'invalid', fix: /comma-separated/ })
  assert.throws(() => reachable(['localhost']), { kind: 'invalid' })
})

test('a closed address is not asked, however the URL hides it', async () => {
  await using inside = await server(hello)
  const { fetch } = openEgress([])
  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '127.1',
    'localhost',
    '[::ffff:127.0.0.1]',
  ])
    await assert.rejects(fetch(`http://${host}:${inside.port}/`), { kind: 'invalid' }, host)
  for (const url of ['file:///etc/passwd', 'ftp://example.com', `http://a:b@127.0.0.1`, 'x'])
    await assert.rejects(fetch(url), { kind: 'invalid' }, url)
  assert.equal(inside.asked.length, 0)
})

test('what is allowed answers: status, headers, body, and the name that was asked', async () => {
  await using inside = await server((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      response.writeHead(201, { 'x-seen': request.headers.host, 'set-cookie': ['a=1', 'b=2'] })
      response.end(`${request.method} ${body}`)
    })
  })
  const { fetch } = openEgress(HERE, async () => HERE)
  const answer = await fetch(`http://vendor.example:${inside.port}/hook`, {
    method: 'POST',
    body: 'order',
  })
  assert.equal(answer.status, 201)
  assert.equal(textOf(answer), 'POST order')
  assert.equal(answer.headers['x-seen'], `vendor.example:${inside.port}`)
  assert.equal(inside.asked[0]!.headers['content-length'], '5')
})

test('a name is resolved once, and the connection goes to the address that was checked', async () => {
  await using checked = await server(hello)
  let times = 0
  // The second answer would lead elsewhere: nobody listens there, and nobody may be asked there.
  const rebinding = async () => (times++ === 0 ? HERE : ['127.0.0.2'])
  const { fetch } = openEgress(HERE, rebinding)
  assert.equal(textOf(await fetch(`http://rebind.example:${checked.port}/`)), 'hello')
  assert.equal(times, 1)
  await assert.rejects(fetch(`http://rebind.example:${checked.port}/`), { kind: 'invalid' })
  assert.equal(checked.asked.length, 1)
})

test('one closed address among open ones closes the name; no address and no name close it too', async () => {
  await using inside = await server(hello)
  const url = `http://mixed.example:${inside.port}/`
  const rejects = (found: readonly string[]) =>
    assert.rejects(openEgress(HERE, async () => found).fetch(url), { kind: 'invalid' })
  await rejects(['127.0.0.1', '10.0.0.1'])
  await rejects(['10.0.0.1', '127.0.0.1'])
  await rejects([])
  const nameless = openEgress(HERE, () => Promise.reject(new Error('NXDOMAIN')))
  await assert.rejects(nameless.fetch(url), { kind: 'unavailable' })
  await assert.rejects(openEgress([]).fetch('http://no-such-name.invalid/'), {
    kind: 'unavailable',
  })
  assert.equal(inside.asked.length, 0)
})

test('redirects are followed only when asked for, and each address is checked anew', async () => {
  await using inner = await server(hello, '127.0.0.3')
  await using outer = await server((request, response) => {
    const to = request.url === '/in' ? inner.url : request.url === '/round' ? '/round' : '/end'
    if (request.url === '/end') return void response.end('arrived')
    response.writeHead(302, { location: to }).end()
  })
  const { fetch } = openEgress(HERE)
  assert.equal((await fetch(`${outer.url}here`)).status, 302)
  const arrived = await fetch(`${outer.url}here`, { redirects: 3 })
  assert.deepEqual([textOf(arrived), arrived.url], ['arrived', `${outer.url}end`])
  await assert.rejects(fetch(`${outer.url}in`, { redirects: 3 }), { kind: 'invalid' })
  await assert.rejects(fetch(`${outer.url}round`, { redirects: 3 }), { kind: 'invalid' })
  assert.equal(inner.asked.length, 0)
})

test('another origin gets neither the credentials nor the body of a redirected POST', async () => {
  await using other = await server(hello)
  await using first = await server((_request, response) =>
    response.writeHead(303, { location: other.url }).end(),
  )
  await openEgress(HERE).fetch(first.url, {
    method: 'POST',
    headers: {
      Authorization: 'Bearer secret',
      Cookie: 'a=1',
      'Content-Type': 'text/plain',
      'X-Kept': '1',
    },
    body: 'order',
    redirects: 1,
  })
  const { method, headers } = other.asked[0]!
  assert.equal(method, 'GET')
  assert.deepEqual(
    [headers.authorization, headers.cookie, headers['content-type'], headers['x-kept']],
    [undefined, undefined, undefined, '1'],
  )
})

test('bytes and time are bounded, also against who answers drop by drop', async () => {
  await using endless = await server((_request, response) => {
    const timer = setInterval(() => response.write('x'.repeat(1000)), 1)
    response.on('close', () => clearInterval(timer))
  })
  const { fetch } = openEgress(HERE)
  await assert.rejects(fetch(endless.url, { bytesMax: 50_000 }), { kind: 'invalid' })
  await assert.rejects(fetch(endless.url, { bytesMax: 1e9, timeoutMs: 150 }), {
    kind: 'unavailable',
  })
  await using mute = await server(() => undefined)
  await assert.rejects(fetch(mute.url, { timeoutMs: 100 }), { kind: 'unavailable' })
  const slow = openEgress(HERE, () => new Promise(() => undefined))
  await assert.rejects(slow.fetch('http://slow.example/', { timeoutMs: 50 }), {
    kind: 'unavailable',
  })
})

test('who speaks no HTTP, hangs up or is not there is unavailable', async () => {
  const tcp = createTcp((socket) => socket.resume().end('SSH-2.0-x\r\n')).listen(0, '127.0.0.1')
  await once(tcp, 'listening')
  const { port } = tcp.address() as AddressInfo
  const { fetch } = openEgress(HERE)
  await assert.rejects(fetch(`http://127.0.0.1:${port}/`), { kind: 'unavailable' })
  await new Promise((closed) => tcp.close(closed))
  await assert.rejects(fetch(`http://127.0.0.1:${port}/`), { kind: 'unavailable' })
})
