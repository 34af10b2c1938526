import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { newId } from '#kernel'
import { openDoors, type Doors } from '../http/testing/doors.ts'
import { ORG, OTHER_ORG, person, personId, revoked, strangers } from '../http/testing/hall.ts'
import { openSocket, type Socket } from './testing/socket.ts'

let doors: Doors
const opened: Socket[] = []
before(async () => void (doors = await openDoors()))
after(() => doors[Symbol.asyncDispose]())
afterEach(() => {
  for (const { ws } of opened.splice(0)) ws.terminate()
  strangers.clear()
  revoked.clear()
})

async function open(
  token: string,
  options: Parameters<typeof openSocket>[2] = {},
): Promise<Socket> {
  const socket = await openSocket(doors.port, token, options)
  opened.push(socket)
  return socket
}
const bell = () => {
  const id = newId()
  return { id, stream: `hall.bell:${id}` }
}
const ring = (id: string, n: number, pad?: string, n_of = 1, org = ORG) =>
  doors.kernel.call(
    'hall.bell.ring',
    { bell: id, n, ...(pad === undefined ? {} : { pad }) },
    person(n_of, ['hall.use'], org),
    { door: 'test' },
  )
const joined = (socket: Socket, stream: string, from = 0) =>
  socket.heard(({ t, id }) => t === 'joined' && id === stream, from)
const refusal = (token: string, options: Parameters<typeof openSocket>[2]) =>
  openSocket(doors.port, token, options).then(
    () => assert.fail('was let in'),
    (error: Error) => error.message,
  )

describe('opening a socket', () => {
  test('needs a credential, an origin of ours and the right address', async () => {
    assert.equal(await refusal('unknown', {}), '401')
    assert.equal(await refusal('', { headers: {} }), '401')
    assert.equal(
      await refusal('', {
        headers: { cookie: 'tenon_session=p1', origin: 'https://evil.example' },
      }),
      '403',
    )
    assert.equal(await refusal('p1', { path: '/elsewhere' }), '404')
    assert.equal(await refusal('p1', { path: '/realtime?person=nobody' }), '400')
    const byCookie = await open('', { headers: { cookie: 'tenon_session=p1', origin: doors.url } })
    assert.deepEqual(byCookie.frames[0], {
      t: 'welcome',
      actor: { kind: 'person', id: personId(1), name: 'Person 1' },
      org: ORG,
    })
  })
})

describe('a stream', () => {
  test('tells those who joined it, in their organisation only', async () => {
    const { id, stream } = bell()
    const [lin, other, foreign] = [await open('p1'), await open('p2'), await open('o3')]
    for (const socket of [lin, other, foreign]) {
      socket.send({ t: 'join', id: stream })
      await joined(socket, stream)
    }
    await ring(id, 7)
    const event = await other.heard(({ t }) => t === 'event')
    assert.deepEqual(
      { ...event, id: 0, at: 0 },
      {
        t: 'event',
        s: stream,
        n: 1,
        e: 'hall.bell.rang',
        id: 0,
        at: 0,
        by: personId(1),
        d: { n: 7 },
      },
    )
    other.send({ t: 'leave', id: stream })
    await other.settled()
    await ring(id, 8)
    await lin.heard(({ n }) => n === 2)
    await ring(id, 9, undefined, 3, OTHER_ORG)
    await foreign.heard(({ n }) => n === 1)
    await Promise.all([lin, other, foreign].map((socket) => socket.settled()))
    assert.deepEqual(
      [lin, other, foreign].map((socket) => socket.seqs(stream)),
      [[1, 2], [1], [1]],
    )
  })

  test('is refused to who may not call its join query', async () => {
    const { stream } = bell()
    strangers.add(personId(4))
    const socket = await open('p4')
    socket.send({
      t: 'join',
      ids: [
        { id: stream },
        { id: 'no.such:1' },
        { id: `person:${personId(9)}` },
        { id: `person:${personId(4)}` },
      ],
    })
    const codeOf = async (stream: string) =>
      (
        (await socket.heard(({ t, id }) => t === 'denied' && id === stream)).problem as {
          code: string
        }
      ).code
    assert.equal(await codeOf(stream), 'notFound')
    assert.equal(await codeOf('no.such:1'), 'notFound')
    assert.equal(await codeOf(`person:${personId(9)}`), 'forbidden')
    await joined(socket, `person:${personId(4)}`)
  })

  test('resumes after a position, or says that too much was missed', async () => {
    const { id, stream } = bell()
    await ring(id, 1)
    const first = await open('p1')
    first.send({ t: 'join', id: stream })
    const { seq, epoch } = await joined(first, stream)
    assert.equal(seq, 1)
    first.ws.terminate()
    for (let n = 2; n <= 6; n++) await ring(id, n)
    const again = await open('p1')
    again.send({ t: 'join', id: stream, seq, epoch })
    assert.equal((await joined(again, stream)).recovered, true)
    await again.settled()
    assert.deepEqual(again.seqs(stream), [2, 3, 4, 5, 6])
    await Promise.all(Array.from({ length: 600 }, (_, n) => ring(id, n)))
    again.send({ t: 'join', id: stream, seq: 6, epoch: 'another' })
    const from = again.frames.length
    assert.deepEqual(
      { ...(await joined(again, stream, from)), epoch: 0 },
      { t: 'joined', id: stream, seq: 606, epoch: 0, recovered: false },
    )
    again.send({ t: 'join', id: stream, seq: 6, epoch })
    assert.equal((await joined(again, stream, again.frames.length)).recovered, false)
  })

  test('has no gap and no repeat for who joins while it flows', async () => {
    const { id, stream } = bell()
    await ring(id, 0)
    const start = await doors.kernel.recover(ORG, stream)
    const sockets = await Promise.all(Array.from({ length: 24 }, (_, n) => open(`p${n + 1}`)))
    const total = 400
    let rung = 0
    const ringers = Array.from({ length: 8 }, async () => {
      while (rung < total) await ring(id, rung++)
    })
    for (const [n, socket] of sockets.entries()) {
      // A third resumes from the beginning, the others start fresh; some join twice.
      socket.send(
        n % 3 === 0
          ? { t: 'join', id: stream, seq: start.seq, epoch: start.epoch }
          : { t: 'join', id: stream },
      )
      if (n % 4 === 0) await ring(id, -n)
      if (n % 5 === 0) socket.send({ t: 'join', id: stream, seq: start.seq, epoch: start.epoch })
    }
    await Promise.all(ringers)
    const { seq: last } = await doors.kernel.recover(ORG, stream)
    for (const socket of sockets) {
      await socket.heard(
        ({ t, n, id: of, seq }) =>
          (t === 'event' && n === last) || (t === 'joined' && of === stream && seq === last),
      )
      await socket.settled()
      const at = socket.frames.findLastIndex(({ t, id: of }) => t === 'joined' && of === stream)
      const { seq, recovered } = socket.frames[at]!
      const heard = socket.seqs(stream, at)
      const first = recovered ? start.seq + 1 : (seq as number) + 1
      assert.deepEqual(
        heard,
        Array.from({ length: last - first + 1 }, (_, n) => first + n),
      )
    }
  })

  test('is reset for a socket that reads too slowly, and goes on without a hole', async () => {
    const { id, stream } = bell()
    const [slow, quick] = [await open('p1'), await open('p2')]
    for (const socket of [slow, quick]) {
      socket.send({ t: 'join', id: stream })
      await joined(socket, stream)
    }
    slow.ws.pause()
    const pad = 'x'.repeat(200_000)
    for (let n = 1; n <= 60; n++) await ring(id, n, pad)
    await quick.heard(({ n }) => n === 60)
    slow.ws.resume()
    const { seq } = await slow.heard(({ t }) => t === 'reset')
    await ring(id, 61)
    await Promise.all([slow, quick].map((socket) => socket.heard(({ n }) => n === 61)))
    const at = slow.frames.findIndex(({ t }) => t === 'reset')
    assert.deepEqual(
      slow.seqs(stream, at),
      Array.from({ length: 61 - (seq as number) }, (_, n) => (seq as number) + 1 + n),
    )
    assert.deepEqual(
      quick.seqs(stream),
      Array.from({ length: 61 }, (_, n) => n + 1),
    )
  })

  test('carries signals to those who are there, and keeps none', async () => {
    const { id, stream } = bell()
    const [lin, other] = [await open('p1'), await open('p2')]
    other.send({ t: 'join', id: stream })
    await joined(other, stream)
    lin.send({ t: 'signal', action: 'hall.typing.start', input: { bell: id } })
    assert.deepEqual(await other.heard(({ t }) => t === 'signal'), {
      t: 'signal',
      s: stream,
      e: 'hall.typing.started',
      by: personId(1),
      d: { bell: id },
    })
    lin.send({ t: 'signal', action: 'hall.bell.ring', input: {} })
    assert.equal(
      ((await lin.heard(({ t }) => t === 'problem')).problem as { code: string }).code,
      'invalid',
    )
  })
})

describe('rights that end', () => {
  test('end an open socket at once', async () => {
    const { id, stream } = bell()
    const socket = await open('p5')
    socket.send({ t: 'join', id: stream })
    await joined(socket, stream)
    const before = performance.now()
    revoked.add('p5')
    doors.kernel.revoked({ session: 's5' })
    assert.deepEqual(await socket.heard(({ t }) => t === 'bye'), { t: 'bye', reason: 'signed-out' })
    assert.equal((await socket.closed).code, 4401)
    assert.ok(performance.now() - before < 1000)
    await ring(id, 1)
    assert.deepEqual(socket.seqs(stream), [])
  })

  test('end a stream for those whom an event names', async () => {
    const { id, stream } = bell()
    const [stays, goes] = [await open('p1'), await open('p6')]
    for (const socket of [stays, goes]) {
      socket.send({ t: 'join', id: stream })
      await joined(socket, stream)
    }
    await doors.kernel.call('hall.member.remove', { bell: id, person: personId(6) }, person(1), {
      door: 'test',
    })
    await goes.heard(({ t, id: of }) => t === 'denied' && of === stream)
    await ring(id, 2)
    await stays.heard(({ n }) => n === 2)
    await goes.settled()
    assert.deepEqual(goes.seqs(stream), [1])
    goes.send({ t: 'join', id: stream })
    await goes.heard(({ t, id: of }) => t === 'denied' && of === stream, goes.frames.length)
  })

  test('are asked again for every stream when the kernel says so', async () => {
    const [a, b] = [bell(), bell()]
    const socket = await open('p7')
    socket.send({ t: 'join', ids: [{ id: a.stream }, { id: b.stream }] })
    await Promise.all([joined(socket, a.stream), joined(socket, b.stream)])
    strangers.add(personId(7))
    doors.kernel.revoked({ org: ORG, id: personId(7) })
    await Promise.all(
      [a, b].map(({ stream }) => socket.heard(({ t, id }) => t === 'denied' && id === stream)),
    )
    await socket.settled()
    assert.equal(socket.ws.readyState, socket.ws.OPEN)
  })
})
