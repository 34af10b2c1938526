import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Heard {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}
export interface Foreign extends AsyncDisposable {
  readonly origin: string
  readonly heard: Heard[]
}

/** Another company’s server on a real socket: what reached it, and what it answers. */
export async function foreign(
  answer: (heard: Heard, response: ServerResponse) => void,
  host = '127.0.0.1',
): Promise<Foreign> {
  const heard: Heard[] = []
  const http = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const one = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(parts).toString(),
      }
      heard.push(one)
      answer(one, response)
    })
  }).listen(0, host)
  await once(http, 'listening')
  return {
    origin: `http://${host}:${(http.address() as AddressInfo).port}`,
    heard,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      await new Promise((closed) => http.close(closed))
    },
  }
}

export const ok = (_heard: Heard, response: ServerResponse): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
