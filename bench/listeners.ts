/** Holds many WebSockets in a process of its own, and tells when the first and the last of them heard a message. */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'

const { url, tokens, count, stream } = JSON.parse(process.argv[2]!) as {
  url: string
  tokens: string[]
  count: number
  stream?: string
}
/** One source address has too few ports for comfort; loopback has many addresses. */
const PER_ADDRESS = 5_000
const AT_ONCE = 50

let waited = ''
let heard = 0
let latest: number[] = []
let joined = 0

async function open(index: number): Promise<void> {
  const token = tokens[index % tokens.length]
  const ws = new WebSocket(url, {
    perMessageDeflate: false,
    localAddress: `127.0.0.${2 + Math.floor(index / PER_ADDRESS)}`,
    ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}),
  })
  ws.on('message', (data: Buffer) => {
    const text = data.toString()
    if (text.startsWith('{"t":"joined"')) joined++
    else if (waited && text.includes(waited)) {
      heard++
      latest.push(Date.now())
      if (heard === count) tell()
    }
  })
  await once(ws, 'open')
  if (stream) ws.send(JSON.stringify({ t: 'join', id: stream }))
}

function tell(): void {
  process.stdout.write(
    `${JSON.stringify({ heard, last: Math.max(...latest), median: latest.toSorted()[latest.length >> 1] })}\n`,
  )
  waited = ''
}

for (let index = 0; index < count; index += AT_ONCE)
  await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, count - index) }, (_, at) => open(index + at)),
  )
while (stream && joined < count) await new Promise((resolve) => setTimeout(resolve, 20))
process.stdout.write(`${JSON.stringify({ open: count })}\n`)
for await (const line of createInterface({ input: process.stdin })) {
  waited = (JSON.parse(line) as { text: string }).text
  heard = 0
  latest = []
  process.stdout.write(`${JSON.stringify({ waiting: waited })}\n`)
  // Whoever has not heard by then has lost it.
  const asked = waited
  setTimeout(() => asked === waited && tell(), 10_000)
}
