/** The limit for messages: `ws` and one statement at a time for all that came meanwhile (peers.md section 3). */
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { WebSocketServer } from 'ws'

const { owner } = JSON.parse(process.argv[2]!) as { owner: pg.ClientConfig }
const client = new pg.Client(owner)
await client.connect()

interface Waiting {
  readonly conversation: string
  readonly text: string
  readonly answer: (row: { id: string; seq: number }) => void
}
const BATCH = 512
const waiting: Waiting[] = []
let busy = false

async function drain(): Promise<void> {
  busy = true
  while (waiting.length) {
    const batch = waiting.splice(0, BATCH)
    const { rows } = await client.query<{ id: string; seq: string }>({
      name: 'send',
      text: `WITH m AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[]) WITH ORDINALITY AS m(id, conversation, text, n)),
        c AS (INSERT INTO bare.conversation AS k (id, seq) SELECT conversation, count(*) FROM m GROUP BY conversation ORDER BY conversation
          ON CONFLICT (id) DO UPDATE SET seq = k.seq + excluded.seq RETURNING id, seq)
        INSERT INTO bare.message (conversation, seq, id, sender, text)
        SELECT m.conversation, c.seq - count(*) OVER (PARTITION BY m.conversation) + row_number() OVER (PARTITION BY m.conversation ORDER BY m.n), m.id, 'bench', m.text
        FROM m JOIN c ON c.id = m.conversation ORDER BY m.n RETURNING id, seq`,
      values: [
        batch.map(() => randomUUID()),
        batch.map(({ conversation }) => conversation),
        batch.map(({ text }) => text),
      ],
    })
    batch.forEach(({ answer }, index) =>
      answer({ id: rows[index]!.id, seq: Number(rows[index]!.seq) }),
    )
  }
  busy = false
}

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
server.on('connection', (ws) => {
  ws.on('message', (data: Buffer) => {
    const { n, input } = JSON.parse(data.toString()) as {
      n: number
      input: { conversation: string; text: string }
    }
    waiting.push({ ...input, answer: (ok) => ws.send(JSON.stringify({ t: 'result', n, ok })) })
    if (!busy) void drain()
  })
})
server.on('listening', () =>
  process.stdout.write(
    `${JSON.stringify({ url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` })}\n`,
  ),
)
