/** The limit for fan-out: `ws`, one string to every socket. */
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { WebSocketServer } from 'ws'

const server = new WebSocketServer({
  port: 0,
  host: '0.0.0.0',
  perMessageDeflate: false,
  backlog: 4096,
})
server.on('listening', () =>
  process.stdout.write(
    `${JSON.stringify({ url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` })}\n`,
  ),
)
for await (const line of createInterface({ input: process.stdin }))
  for (const ws of server.clients) ws.send(line)
