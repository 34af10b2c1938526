import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  makeVendor,
  type Call,
  type Installation,
  type Manifest,
  type Sessions,
} from '../../../sdk/index.ts'

/** A small vendor in the test's own process, whose handler and manifest the test chooses. */
export interface OddVendor extends AsyncDisposable {
  readonly url: string
  manifest: Record<string, unknown>
  /** Answers `thing.make` and `thing.list`. */
  handler: (input: Record<string, unknown>, call: Call) => unknown
  /** Answers instead of everything, when set: status and body after a pause. */
  raw: { status: number; body: string; afterMs?: number } | undefined
  readonly installed: Installation[]
  /** Ids of the calls that reached it, in order. */
  readonly calls: string[]
  /** Who works in its pages; `/who` of its own says it. */
  readonly sessions: Sessions
}

const thing = {
  type: 'object',
  properties: { id: { type: 'string', format: 'uuid' }, name: { type: 'string' } },
  required: ['id'],
}
const person = { type: 'string', format: 'uuid', 'x-ref': 'directory.person' }

export const oddManifest: Manifest = {
  tenon: 1,
  id: 'odd',
  version: 1,
  title: { en: 'Odd', zh: '怪' },
  publisher: 'Odd & Co',
  partnerType: 'software',
  icon: 'star',
  endpoints: {
    call: '/call',
    install: '/install',
    events: '/events',
    search: '/search',
    health: '/health',
    signIn: '/tenon/sign-in',
    signOut: '/tenon/sign-out',
  },
  asks: [],
  scopes: { use: { title: { en: 'Use things' }, roles: ['member'] } },
  entities: [
    {
      noun: 'thing',
      title: { en: 'Thing', zh: '东西' },
      label: 'name',
      fields: { name: { type: 'string' }, owner: person },
      scope: 'use',
      card: { facts: ['owner'], page: 'home' },
    },
  ],
  actions: [
    {
      id: 'thing.make',
      kind: 'command',
      title: { en: 'Make a thing', zh: '做一个东西' },
      description: 'Makes a thing.',
      input: {
        type: 'object',
        properties: { name: { type: 'string', maxLength: 50 }, owner: person },
        required: ['name'],
        additionalProperties: false,
      },
      output: thing,
      scope: 'use',
      makes: 'thing',
    },
    {
      id: 'thing.list',
      kind: 'query',
      title: { en: 'List things', zh: '东西列表' },
      description: 'Lists things.',
      input: { type: 'object', properties: {}, additionalProperties: false },
      output: {
        type: 'object',
        properties: { items: { type: 'array', items: thing } },
        required: ['items'],
      },
      scope: 'use',
    },
  ],
  events: [
    {
      id: 'thing.made',
      title: { en: 'A thing was made', zh: '做好了' },
      payload: {
        type: 'object',
        properties: { thing: { type: 'string' }, by: person },
        required: ['thing'],
      },
    },
  ],
  pages: [
    { id: 'home', title: { en: 'Things', zh: '东西' }, icon: 'star', at: '/page', scope: 'use' },
  ],
  placements: [],
}

/** `page` is the HTML of its page. */
export async function startOdd(page = ''): Promise<OddVendor> {
  const installed: Installation[] = []
  const calls: string[] = []
  const vendor = makeVendor({
    manifest: oddManifest,
    actions: {
      'thing.make': (input, call) => (calls.push(call.id), odd.handler(input, call)),
      'thing.list': (input, call) => (calls.push(call.id), odd.handler(input, call)),
    },
    search: (text) => odd.handler({ text }, undefined as never),
    installed: (installation) => void installed.push(installation),
  })
  const server = createServer((request, response) => {
    void (async () => {
      if (request.url === '/.well-known/tenon.json')
        return void response.end(JSON.stringify(odd.manifest))
      const { raw } = odd
      if (raw && request.method === 'POST' && !request.url?.startsWith('/tenon/')) {
        if (raw.afterMs) await new Promise((done) => setTimeout(done, raw.afterMs))
        calls.push(String(request.headers['webhook-id']))
        response.writeHead(raw.status, { 'content-type': 'application/json' })
        return void response.end(raw.body)
      }
      if (await vendor.handle(request, response)) return
      if (request.url === '/who') {
        const who = vendor.sessions.of(request)
        response.writeHead(who ? 200 : 401, { 'content-type': 'application/json' })
        return void response.end(JSON.stringify(who ?? {}))
      }
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      response.end(page)
    })()
  }).listen(0, 'localhost')
  await once(server, 'listening')
  const odd: OddVendor = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    manifest: { ...oddManifest } as Record<string, unknown>,
    handler: () => ({ items: [] }),
    raw: undefined,
    installed,
    calls,
    sessions: vendor.sessions,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
  return odd
}
