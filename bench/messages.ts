import { once } from 'node:events'
import { WebSocket } from 'ws'
import { child, openSite, type Child } from './child.ts'
import { cpuOf } from './cpu.ts'
import { interleaved, percentile, type Bench, type Line } from './measure.ts'

const SENDERS = 64
const CONVERSATIONS = 1_000
const TEXT = 'x'.repeat(200)

interface Measured {
  readonly rate: number
  readonly p99: number
  /** Of a server and PostgreSQL together, microseconds a message. */
  readonly cpu: number
}

/** Durable sends from 64 people, each with one message under way, over one conversation and over many. */
export const bench: Bench = {
  name: 'messages',
  says: 'durable sends of 64 people over 1 and 1,000 conversations against the same SQL without Tenon',
  async run(short) {
    await using site = await openSite({ people: SENDERS, conversations: CONVERSATIONS })
    const { url, people, conversations, owner } = site.opened
    await using bare = child('bare-messages.ts', [JSON.stringify({ owner })])
    const limit = await bare.next<{ url: string }>()
    const ours = await Promise.all(
      people.map(({ token }) => open(`${url.replace('http', 'ws')}/realtime`, token)),
    )
    const theirs = await Promise.all(people.map(() => open(limit.url)))
    const ms = short ? 1_000 : 5_000
    const lines: Line[] = []
    for (const [title, chosen] of [
      ['one conversation', conversations.slice(0, 1)],
      ['1,000 conversations', conversations],
    ] as const) {
      const side =
        (sockets: readonly WebSocket[], { process: { pid } }: Child) =>
        async () => {
          const before = cpuOf(pid!, site.postgres)
          const { times, seconds } = await load(sockets, chosen, ms)
          const cpu = (cpuOf(pid!, site.postgres) - before) / times.length
          return { rate: times.length / seconds, p99: percentile(times, 0.99), cpu }
        }
      if (!short) await Promise.all([load(ours, chosen, 3_000), load(theirs, chosen, 3_000)])
      const found: Record<string, Measured[]> = await interleaved(short ? 1 : 5, {
        bare: side(theirs, bare),
        tenon: side(ours, site.server),
      })
      const of = (who: string, what: keyof Measured) => found[who]!.map((each) => each[what])
      lines.push({
        what: `durable sends, ${title}`,
        unit: '/s',
        tenon: of('tenon', 'rate'),
        bare: of('bare', 'rate'),
        bar: { at: 10_000, better: 'more' },
      })
      lines.push({
        what: `acknowledged, p99, ${title}`,
        unit: 'ms',
        tenon: of('tenon', 'p99'),
        bare: of('bare', 'p99'),
        bar: { at: 15, better: 'less' },
      })
      lines.push({
        what: `processor time a send, node and PostgreSQL, ${title}`,
        unit: 'µs',
        tenon: of('tenon', 'cpu'),
        bare: of('bare', 'cpu'),
      })
    }
    for (const ws of [...ours, ...theirs]) ws.terminate()
    return lines
  },
}

async function open(url: string, token?: string): Promise<WebSocket> {
  const ws = new WebSocket(url, {
    perMessageDeflate: false,
    ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}),
  })
  await once(ws, 'open')
  return ws
}

/** Each socket sends, waits for its answer, and sends again. */
async function load(
  sockets: readonly WebSocket[],
  conversations: readonly string[],
  ms: number,
): Promise<{ times: number[]; seconds: number }> {
  const times: number[] = []
  const started = performance.now()
  await Promise.all(
    sockets.map(
      (ws) =>
        new Promise<void>((resolve, reject) => {
          let sentAt = 0
          let n = 0
          const send = () => {
            const conversation = conversations[Math.floor(Math.random() * conversations.length)]
            sentAt = performance.now()
            ws.send(
              JSON.stringify({
                t: 'call',
                n: ++n,
                action: 'chat.message.send',
                input: { conversation, text: TEXT },
              }),
            )
          }
          const hear = (data: Buffer) => {
            const frame = data.toString()
            if (!frame.startsWith('{"t":"result"')) return
            if (frame.includes('"problem"')) return reject(new Error(frame))
            const now = performance.now()
            times.push(now - sentAt)
            if (now - started < ms) return send()
            ws.off('message', hear)
            resolve()
          }
          ws.on('message', hear)
          send()
        }),
    ),
  )
  return { times, seconds: (performance.now() - started) / 1000 }
}
