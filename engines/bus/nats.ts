import { readFileSync } from 'node:fs'
import {
  connect,
  credsAuthenticator,
  type NatsConnection,
  type NodeConnectionOptions,
} from '@nats-io/transport-node'
import { fail } from '#kernel'
import type { Bus, BusEar } from '#kernel/bus'

/** A broken line is noticed by two pings without an answer. */
const PING_MS = 2_000
const AGAIN_MS = 250

/** NATS core: at most once, no storage, which is all that a wake-up needs. Comes back by itself, for ever. */
export function natsBus(url: string, say: (line: string) => void = () => undefined): Bus {
  const options = parse(url)
  let line: { channel: string; ear: BusEar } | undefined
  let nats: NatsConnection | undefined
  let stop: (() => void) | undefined
  let connected = false
  let closed = false

  const listen = (): void => {
    stop?.()
    stop = undefined
    if (!nats || !line) return
    const { channel, ear } = line
    const subscription = nats.subscribe(channel, {
      callback: (error, message) => {
        if (!error) ear.hear(message.string())
      },
    })
    stop = () => subscription.unsubscribe()
  }
  const watch = async (connection: NatsConnection): Promise<void> => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect' || type === 'staleConnection') {
        if (connected) say('the bus is lost; nodes look for themselves until it is back')
        connected = false
      } else if (type === 'reconnect') {
        connected = true
        say('the bus is back')
        line?.ear.back()
      }
    }
  }
  const opening = connect(options).then(
    (connection) => {
      nats = connection
      if (closed) return connection.close()
      connected = true
      listen()
      line?.ear.back()
      void watch(connection)
    },
    (error: unknown) => say(`the bus cannot be used: ${String(error)}`),
  )

  return {
    kind: 'nats',
    get connected() {
      return connected
    },
    join(channel, ear) {
      line = { channel, ear }
      listen()
    },
    async leave() {
      line = undefined
      stop?.()
      stop = undefined
    },
    tell(text) {
      if (!nats || !connected || !line) return
      try {
        nats.publish(line.channel, text)
      } catch {
        // Lost, as a message may be.
      }
    },
    async [Symbol.asyncDispose]() {
      closed = true
      line = undefined
      if (nats) await nats.close()
      else await Promise.race([opening, new Promise((done) => setTimeout(done, AGAIN_MS))])
    },
  }
}

/** `nats://user:password@host:4222` or `tls://…`; several, comma-separated; `?creds=FILE`, `?token_file=FILE`, `?ca=FILE`. */
export function parse(text: string): NodeConnectionOptions {
  const urls = text.split(',').map((each) => {
    const url = URL.canParse(each.trim()) ? new URL(each.trim()) : undefined
    if (!url || !['nats:', 'tls:'].includes(url.protocol) || !url.hostname)
      throw fail(
        'invalid',
        'TENON_BUS_URL is not an address of NATS.',
        'Write nats://user:password@host:4222, or tls://host:4222?creds=/path/of.creds',
      )
    return url
  })
  const first = urls[0]!
  const [user, pass] = [decodeURIComponent(first.username), decodeURIComponent(first.password)]
  const file = (name: string): Buffer | undefined => {
    const path = first.searchParams.get(name)
    return path === null ? undefined : readFileSync(path)
  }
  const [creds, token, ca] = [file('creds'), file('token_file'), file('ca')]
  return {
    servers: urls.map(({ hostname, port }) => `${hostname}:${port || 4222}`),
    name: 'tenon',
    noEcho: true,
    reconnect: true,
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    reconnectTimeWait: AGAIN_MS,
    pingInterval: PING_MS,
    maxPingOut: 2,
    ...(creds ? { authenticator: credsAuthenticator(creds) } : {}),
    ...(token ? { token: token.toString().trim() } : {}),
    ...(user && pass ? { user, pass } : user ? { token: user } : {}),
    ...(first.protocol === 'tls:' ? { tls: ca ? { ca: ca.toString() } : {} } : {}),
  }
}
