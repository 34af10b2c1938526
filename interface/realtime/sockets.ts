import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { fail, newId, type Actor, type Credential, type Revocation } from '#kernel'
import { credentialOf, isOwnOrigin, problemOf, type Door } from '#interface/door'
import { tell, type Client } from './client.ts'
import { frameOf, PING } from './frames.ts'
import { makeHub } from './hub.ts'
import { makeModuleSockets } from './module-sockets.ts'
import { frameProblem, receive } from './receive.ts'

/** The largest frame a client may send. */
const PAYLOAD_MAX = 256 * 1024
/** Each socket is pinged once a beat; one that did not answer the last ping is gone. */
const BEAT_MS = 30_000
const SLICES = 30
/** A credential may end without anybody revoking it: asked again every so many beats. */
const BEATS_TO_ASK = 10
const FRAMES_PER_BEAT_MAX = 20_000
const MISTAKES_MAX = 10
/** Sockets of one actor: tabs, phones and a few forgotten ones. */
const PER_ACTOR_MAX = 100
/** What a socket gets to read our goodbye. */
const BYE_MS = 1_000

const CODES = { 'signed-out': 4401, restart: 1012, slow: 1008, misuse: 1008 } as const
type Bye = keyof typeof CODES

export interface Realtime {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): Promise<void>
}

export function mountRealtime(
  door: Door,
  addressOf: (request: IncomingMessage) => string | undefined,
): Realtime {
  const { kernel } = door
  const wss = new WebSocketServer({
    noServer: true,
    maxPayload: PAYLOAD_MAX,
    perMessageDeflate: false,
    clientTracking: false,
  })
  const slices: Set<Client>[] = Array.from({ length: SLICES }, () => new Set())
  const perActor = new Map<string, number>()
  let size = 0
  let opened = 0
  let beats = 0
  let closing = false

  const actorOf = async (client: Client): Promise<Actor> => {
    const actor = await kernel.authenticate(client.credential)
    if (actor?.id === client.id && actor.org === client.org) return actor
    bye(client, 'signed-out')
    throw fail('unauthenticated', 'You are signed out.', 'Sign in again.')
  }
  const hub = makeHub(kernel, actorOf)
  door.metrics.gauge('tenon_sockets', 'Open WebSockets of this node.', () => size)
  door.metrics.gauge(
    'tenon_streams',
    'Streams that somebody on this node has joined.',
    () => hub.channels.size,
  )

  const modules = makeModuleSockets(door)

  const everyone = function* () {
    for (const slice of slices) yield* slice
  }
  const stopRevoked = kernel.onRevoked((who) => {
    for (const client of everyone()) if (matches(client, who)) void askAgain(client)
  })
  const beat = setInterval(() => {
    beats++
    for (const client of slices[beats % SLICES]!) pulse(client)
  }, BEAT_MS / SLICES)
  beat.unref()

  function pulse(client: Client): void {
    if (!client.alive) return client.ws.terminate()
    client.alive = false
    client.frames = 0
    if (client.socket.writableLength === 0) client.socket.write(PING)
    if (Math.floor(beats / SLICES) % BEATS_TO_ASK === 0) void actorOf(client).catch(() => {})
  }

  async function askAgain(client: Client): Promise<void> {
    try {
      await actorOf(client)
      await hub.recheck(client)
    } catch (error) {
      // Rights that cannot be asked are not kept: the client comes back and asks himself.
      if (client.ws.readyState === 1) bye(client, 'restart')
      kernel.log.info({ error, actor: client.id }, 'A socket was closed when its rights changed.')
    }
  }

  async function open(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const url = new URL(request.url ?? '', 'http://localhost')
    const own = modules.at(url.pathname)
    if (url.pathname !== '/realtime' && !own)
      throw fail('notFound', 'There is nothing at this address.', 'Sockets open at /realtime.')
    if (closing) throw fail('unavailable', 'The server is stopping.', 'Come again shortly.')
    const address = addressOf(request)
    const asked = credentialOf(request, {
      address,
      person: url.searchParams.get('person') ?? undefined,
    })
    if (asked?.scheme !== 'bearer' && !isOwnOrigin(request, door))
      throw fail(
        'forbidden',
        'This socket is asked for by the page of another site.',
        'Use the address of this server, or an API token.',
      )
    const actor = await door.actorOf(asked)
    if (!asked || actor.kind === 'nobody')
      throw fail('unauthenticated', 'Sockets need a session or a token.', 'Sign in first.')
    const mine = `${actor.org} ${actor.id}`
    if ((perActor.get(mine) ?? 0) >= PER_ACTOR_MAX && actor.kind !== 'operator')
      throw fail('limited', `More than ${PER_ACTOR_MAX} sockets are open.`, 'Close some of them.')
    if (own) {
      const { searchParams: query } = url
      const credential = pinned(asked, actor)
      return modules.open(own, request, socket, head, { actor, credential, address, query, count })
    }
    wss.handleUpgrade(request, socket, head, (ws) =>
      welcome(ws, socket, actor, pinned(asked, actor), address),
    )
  }

  /** Answers the way to stop counting it. */
  function count({ org, id }: Actor): () => void {
    const mine = `${org} ${id}`
    perActor.set(mine, (perActor.get(mine) ?? 0) + 1)
    return () => {
      const left = perActor.get(mine)! - 1
      if (left === 0) perActor.delete(mine)
      else perActor.set(mine, left)
    }
  }

  function welcome(
    ws: WebSocket,
    socket: Duplex,
    actor: Actor,
    credential: Credential,
    address: string | undefined,
  ): void {
    const { kind, id, name, org, account, session } = actor
    const client: Client = {
      ws,
      socket,
      credential,
      org,
      id,
      account,
      session,
      channels: new Set(),
      dirty: undefined,
      alive: true,
      calls: 0,
      frames: 0,
      mistakes: 0,
    }
    const slice = slices[opened++ % SLICES]!
    const gone = count(actor)
    slice.add(client)
    size++
    ws.on('message', (data, isBinary) => void heard(client, data, isBinary, address))
    ws.on('pong', () => (client.alive = true))
    // ws closes by itself after an error; the code says why.
    ws.on('error', () => {})
    ws.on('close', () => {
      slice.delete(client)
      size--
      gone()
      hub.drop(client)
    })
    tell(client, frameOf({ t: 'welcome', actor: { kind, id, name }, org }))
  }

  async function heard(
    client: Client,
    data: RawData,
    isBinary: boolean,
    address: string | undefined,
  ): Promise<void> {
    client.alive = true
    if (++client.frames > FRAMES_PER_BEAT_MAX) return bye(client, 'misuse')
    try {
      if (isBinary) throw fail('invalid', 'Frames are text.', 'Send JSON as text.')
      await receive(door, hub, client, String(data), address, actorOf)
    } catch (error) {
      tell(client, frameProblem(error, door))
      if (++client.mistakes >= MISTAKES_MAX) bye(client, 'misuse')
    }
  }

  function bye(client: Client, reason: Bye): void {
    hub.drop(client)
    tell(client, frameOf({ t: 'bye', reason }))
    client.ws.close(CODES[reason], reason)
    setTimeout(() => client.ws.terminate(), BYE_MS).unref()
  }

  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy())
      open(request, socket, head).catch((error: unknown) => refuse(socket, error, door))
    },
    async close() {
      closing = true
      clearInterval(beat)
      stopRevoked()
      hub.close()
      await modules.close()
      const all = [...everyone()]
      for (const client of all) bye(client, 'restart')
      const open = all.filter(({ ws }) => ws.readyState !== ws.CLOSED)
      await Promise.all(open.map(({ ws }) => new Promise((done) => ws.once('close', done))))
    },
  }
}

/** A socket stays the person it was opened as, whichever of his persons is used elsewhere. */
const pinned = (credential: Credential, actor: Actor): Credential =>
  credential.scheme === 'session' && actor.kind === 'person'
    ? { ...credential, person: actor.id }
    : credential

const matches = ({ org, id, session, account }: Client, who: Revocation): boolean =>
  (who.org === undefined || who.org === org) &&
  (who.id === undefined || who.id === id) &&
  (who.session === undefined || who.session === session) &&
  (who.account === undefined || who.account === account)

/** Before the handshake an answer is plain HTTP. */
function refuse(socket: Duplex, error: unknown, door: Door): void {
  if (socket.destroyed) return
  const told = problemOf(error, newId(), door.kernel.log)
  const body = JSON.stringify(told)
  const headers = [
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    ...(told.status === 401 ? ['www-authenticate: Bearer realm="tenon"'] : []),
  ]
  socket.end(`HTTP/1.1 ${told.status} ${told.title}\r\n${headers.join('\r\n')}\r\n\r\n${body}`)
}
