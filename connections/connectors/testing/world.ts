import { openEgress } from '#connections/egress'
import type { Egress } from '#kernel/egress'
import { foreign, type Foreign, type Heard } from '../../vault/testing/foreign.ts'

export interface World extends AsyncDisposable {
  readonly egress: Egress
  readonly heard: Foreign['heard']
  /** What the next question is answered. */
  answer(value: unknown, status?: number, headers?: Record<string, string>): void
  /** The last that was asked: `POST api.example.com/path`, and what came with it. */
  last(): { line: string } & Pick<Heard, 'headers' | 'body'>
}

/** Every name of the world leads to one real server on this machine, which hears what goes over the line. */
export async function openWorld(): Promise<World> {
  let next: { value: unknown; status: number; headers: Record<string, string> }
  const server = await foreign((_heard, response) => {
    const text = typeof next.value === 'string' ? next.value : JSON.stringify(next.value)
    const type = typeof next.value === 'string' ? 'text/plain' : 'application/json'
    response.writeHead(next.status, { 'content-type': type, ...next.headers }).end(text)
  })
  const real = openEgress(['127.0.0.1'])
  return {
    egress: {
      connect: real.connect,
      fetch(url, { hosts: _hosts, ...request } = {}) {
        const to = new URL(url)
        if (to.hostname === '127.0.0.1') return real.fetch(url, request)
        const headers = { ...request.headers, 'x-asked-of': to.host }
        return real.fetch(`${server.origin}${to.pathname}${to.search}`, { ...request, headers })
      },
    },
    heard: server.heard,
    answer(value, status = 200, headers = {}) {
      next = { value, status, headers }
    },
    last() {
      const { method, url, headers, body } = server.heard.at(-1)!
      return { line: `${method} ${String(headers['x-asked-of'])}${url}`, headers, body }
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
