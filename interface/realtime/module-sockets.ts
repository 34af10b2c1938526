import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import {
  fail,
  type Actor,
  type Credential,
  type Revocation,
  type Socket,
  type SocketEnd,
  type SocketSpec,
} from '#kernel'
import type { Door } from '#interface/door'

/** Each socket is pinged once a beat; one that did not answer the last ping is gone. */
const BEAT_MS = 30_000
const FRAMES_PER_BEAT_MAX = 20_000
/** What may wait unread in one socket; more and it is cut, to come back and synchronise. */
const QUEUE_MAX = 16 * 1024 * 1024
/** A credential may end without anybody revoking it: asked again every so many beats. */
const BEATS_TO_ASK = 10
const [MISUSE, SIGNED_OUT, RESTART] = [1008, 4401, 1012]
const BYE_MS = 1_000

/** Who was let in, and how. */
interface Guest {
  readonly actor: Actor
  readonly credential: Credential
  readonly address: string | undefined
  readonly query: URLSearchParams
  count(actor: Actor): () => void
}
interface Open {
  readonly ws: WebSocket
  readonly guest: Guest
  end: SocketEnd
  alive: boolean
  frames: number
}

/** Connections that speak a module's own protocol, under the same rules as `/realtime`. */
export function makeModuleSockets({ kernel, metrics }: Door) {
  const specs = [...kernel.registry.modules.values()].flatMap(({ sockets = [] }) => sockets)
  const byPath = new Map(specs.map((spec) => [spec.path, spec]))
  const servers = new Map(specs.map((spec) => [spec, serverOf(spec)]))
  const open = new Set<Open>()
  let beats = 0
  for (const { name, help, read } of specs.flatMap(({ gauges = [] }) => gauges))
    metrics.gauge(name, help, () => read(kernel))

  const beat = setInterval(() => {
    beats++
    for (const one of open) {
      if (!one.alive) one.ws.terminate()
      one.alive = false
      one.frames = 0
      one.ws.ping()
      if (beats % BEATS_TO_ASK === 0) one.end.revoked()
    }
  }, BEAT_MS)
  beat.unref()
  const stopRevoked = kernel.onRevoked((who) => {
    for (const one of open) if (concerns(who, one.guest.actor)) one.end.revoked()
  })

  function welcome(spec: SocketSpec, ws: WebSocket, guest: Guest): void {
    const gone = guest.count(guest.actor)
    const socket = socketOf(ws, guest)
    const one: Open = { ws, guest, end: silent, alive: true, frames: 0 }
    open.add(one)
    ws.on('pong', () => (one.alive = true))
    // ws closes by itself after an error; the code says why.
    ws.on('error', () => {})
    ws.on('close', () => {
      open.delete(one)
      gone()
      one.end.closed()
    })
    ws.on('message', (data: Buffer, isBinary) => {
      one.alive = true
      if (!isBinary || ++one.frames > FRAMES_PER_BEAT_MAX) return socket.close(MISUSE, 'misuse')
      one.end.message(data)
    })
    one.end = spec.open(socket, guest.actor, kernel)
  }

  const socketOf = (ws: WebSocket, { actor, credential, address, query }: Guest): Socket => ({
    query,
    address,
    waiting: () => ws.bufferedAmount,
    send(frame) {
      if (ws.readyState !== ws.OPEN) return
      if (ws.bufferedAmount > QUEUE_MAX) ws.terminate()
      else ws.send(frame)
    },
    close: (code, reason) => bye(ws, code, reason),
    async actor() {
      const now = await kernel.authenticate(credential)
      if (now?.id === actor.id && now.org === actor.org) return now
      bye(ws, SIGNED_OUT, 'signed-out')
      throw fail('unauthenticated', 'You are signed out.', 'Sign in again.')
    },
  })

  return {
    at: (path: string) => byPath.get(path),
    open(spec: SocketSpec, request: IncomingMessage, socket: Duplex, head: Buffer, guest: Guest) {
      if (!guest.actor.scopes.has(spec.scope))
        throw fail('forbidden', `This socket needs the right ${spec.scope}.`)
      servers.get(spec)!.handleUpgrade(request, socket, head, (ws) => welcome(spec, ws, guest))
    },
    async close(): Promise<void> {
      clearInterval(beat)
      stopRevoked()
      const left = [...open].filter(({ ws }) => ws.readyState !== ws.CLOSED)
      for (const { ws } of left) bye(ws, RESTART, 'restart')
      await Promise.all(left.map(({ ws }) => new Promise((done) => ws.once('close', done))))
    },
  }
}

const serverOf = ({ frameMax }: SocketSpec): WebSocketServer =>
  new WebSocketServer({
    noServer: true,
    maxPayload: frameMax,
    perMessageDeflate: false,
    clientTracking: false,
  })

const silent: SocketEnd = { message: () => {}, revoked: () => {}, closed: () => {} }

function bye(ws: WebSocket, code: number, reason: string): void {
  ws.close(code, reason)
  setTimeout(() => ws.terminate(), BYE_MS).unref()
}

const concerns = (who: Revocation, { org, id, session, account }: Actor): boolean =>
  (who.org === undefined || who.org === org) &&
  (who.id === undefined || who.id === id) &&
  (who.session === undefined || who.session === session) &&
  (who.account === undefined || who.account === account)
