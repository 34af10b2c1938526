/** The limit for telemetry: node's own HTTP and one statement at a time for all reports that came meanwhile. */
import { createHash, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import pg from 'pg'

const { owner, org } = JSON.parse(process.argv[2]!) as { owner: pg.ClientConfig; org: string }
const client = new pg.Client(owner)
await client.connect()
await client.query(`SELECT set_config('tenon.org', $1, false)`, [org])

interface Waiting {
  readonly device: string
  readonly from: number
  readonly count: number
  readonly data: Buffer
  answer(): void
}
const BATCH = 512
const waiting: Waiting[] = []
let busy = false
const run = randomUUID()

async function drain(): Promise<void> {
  busy = true
  while (waiting.length) {
    const batch = waiting.splice(0, BATCH)
    await client.query({
      name: 'report',
      text: `INSERT INTO devices.report (org, device, seq, count, from_at, until_at, data)
        SELECT $1, r.device, r.seq, r.count, now(), now(), decode(r.data, 'base64')
        FROM unnest($2::uuid[], $3::bigint[], $4::int[], $5::text[]) AS r(device, seq, count, data)`,
      values: [
        org,
        batch.map(({ device }) => device),
        batch.map(({ from }) => from),
        batch.map(({ count }) => count),
        batch.map(({ data }) => data.toString('base64')),
      ],
    })
    for (const { answer } of batch) answer()
  }
  busy = false
}

/** No device of Tenon's: an id made of the caller's token. */
const deviceOf = (token: string): string =>
  createHash('sha1')
    .update(run + token)
    .digest('hex')
    .slice(0, 32)

const server = createServer(async (request, response) => {
  const body = await buffer(request)
  const { from, samples } = JSON.parse(body.toString()) as { from: number; samples: unknown[] }
  waiting.push({
    device: deviceOf(String(request.headers['authorization'])),
    from,
    count: samples.length,
    data: Buffer.from(JSON.stringify(samples)),
    answer: () => {
      response.setHeader('content-type', 'application/json')
      response.end(`{"next":${from + samples.length}}`)
    },
  })
  if (!busy) void drain()
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`)
})
