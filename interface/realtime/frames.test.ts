import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { newId, type StreamEvent } from '#kernel'
import { openDoors, type Doors } from '../http/testing/doors.ts'
import { accept, newChannel } from './channel.ts'
import { openSocket, type Frame, type Socket } from './testing/socket.ts'

let doors: Doors
const opened: Socket[] = []
before(async () => void (doors = await openDoors()))
after(() => doors[Symbol.asyncDispose]())
afterEach(() => {
  for (const { ws } of opened.splice(0)) ws.terminate()
})
async function open(token: string): Promise<Socket> {
  const socket = await openSocket(doors.port, token)
  opened.push(socket)
  return socket
}
const codeOf = (frame: Frame) => (frame.problem as { code: string }).code

describe('calls over a socket', () => {
  test('are answered under their number, refusals too', async () => {
    const socket = await open('p1')
    const call = async (n: number, action: string, input?: object, key?: string) => {
      socket.send({ t: 'call', n, action, ...(input ? { input } : {}), ...(key ? { key } : {}) })
      return socket.heard((frame) => frame.t === 'result' && frame.n === n)
    }
    assert.deepEqual(await call(1, 'hall.echo.say', { text: 'hi' }), {
      t: 'result',
      n: 1,
      ok: { said: { text: 'hi' } },
    })
    assert.equal(codeOf(await call(2, 'hall.trouble.refuse')), 'tooLate')
    assert.equal(codeOf(await call(3, 'hall.admin.look')), 'forbidden')
    assert.equal(codeOf(await call(4, 'hall.inner.look')), 'notFound')
    assert.equal(codeOf(await call(5, 'hall.echo.say', { text: 5 })), 'invalid')
    assert.equal(codeOf(await call(6, 'hall.file.read', { file: 'a' })), 'invalid')
    assert.equal(codeOf(await call(7, 'hall.trouble.explode')), 'internal')
    assert.deepEqual(
      ((await call(8, 'hall.door.enter', { who: 'p1' })).ok as { who: string }).who,
      'p1',
    )
    assert.ok(!JSON.stringify(socket.frames).includes('"token"'))
    const id = newId()
    const first = await call(9, 'hall.bell.ring', { bell: id, n: 1 }, 'same')
    assert.deepEqual((await call(10, 'hall.bell.ring', { bell: id, n: 1 }, 'same')).ok, first.ok)
    assert.equal(
      (await doors.kernel.recover('0198aaaa-0000-7000-8000-000000000001', `hall.bell:${id}`)).seq,
      1,
    )
    for (let n = 20; n < 23; n++) await call(n, 'hall.trouble.rare')
    assert.equal(codeOf(await call(23, 'hall.trouble.rare')), 'limited')
  })

  test('are at most sixteen at a time', async () => {
    const socket = await open('p2')
    for (let n = 0; n < 40; n++)
      socket.send({ t: 'call', n, action: 'hall.bell.ring', input: { bell: 'many', n } })
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        socket.heard((frame) => frame.t === 'result' && frame.n === n),
      ),
    )
    const limited = answers.filter((frame) => frame.problem && codeOf(frame) === 'limited')
    assert.ok(limited.length <= 24)
    assert.ok(answers.filter(({ ok }) => ok).length >= 16)
  })
})

describe('bad frames', () => {
  test('are told, and after ten the socket closes', async () => {
    const socket = await open('p3')
    const bad = [
      '{',
      '[]',
      'null',
      '5',
      '{"t":"dance"}',
      '{"t":"join"}',
      '{"t":"join","ids":{"a":1}}',
      `{"t":"join","id":"${'x'.repeat(300)}"}`,
      '{"t":"call","__proto__":{"n":1}}',
    ]
    for (const [n, text] of bad.entries()) {
      socket.ws.send(text)
      await socket.heard(() => socket.frames.filter(({ t }) => t === 'problem').length > n)
    }
    for (const frame of socket.frames.filter(({ t }) => t === 'problem'))
      assert.equal(codeOf(frame), 'invalid')
    socket.ws.send(Buffer.from([1, 2, 3]))
    await socket.heard(({ t, reason }) => t === 'bye' && reason === 'misuse')
    assert.equal((await socket.closed).code, 1008)
  })

  test('that are too large or too many streams end or are refused', async () => {
    const socket = await open('p4')
    socket.send({
      t: 'join',
      ids: Array.from({ length: 1001 }, (_, n) => ({ id: `hall.bell:${n}` })),
    })
    await socket.heard(({ t }) => t === 'problem')
    socket.ws.send(
      JSON.stringify({
        t: 'call',
        n: 1,
        action: 'hall.echo.say',
        input: { text: 'x'.repeat(300_000) },
      }),
    )
    assert.equal((await socket.closed).code, 1009)
  })
})

test('events published out of turn are released in order', () => {
  const channel = newChannel('k', 'o', 's:1')
  const event = (seq: number) =>
    ({
      id: newId(),
      type: 'a.b.c',
      org: 'o',
      at: '',
      actor: '',
      payload: {},
      stream: 's:1',
      seq,
    }) satisfies StreamEvent
  const numbers = (events: readonly StreamEvent[]) => events.map(({ seq }) => seq)
  assert.deepEqual(accept(channel, event(4)), [])
  channel.seq = 4
  assert.deepEqual(numbers(accept(channel, event(7))), [])
  assert.deepEqual(numbers(accept(channel, event(6))), [])
  assert.deepEqual(numbers(accept(channel, event(3))), [])
  assert.deepEqual(numbers(accept(channel, event(5))), [5, 6, 7])
  assert.equal(channel.early.size, 0)
})

test('a stopping server says goodbye', async () => {
  await using other = await openDoors()
  const socket = await openSocket(other.port, 'p1')
  await other.app.close()
  assert.deepEqual(await socket.heard(({ t }) => t === 'bye'), { t: 'bye', reason: 'restart' })
  assert.equal((await socket.closed).code, 1012)
})
