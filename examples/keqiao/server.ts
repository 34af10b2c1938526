import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileStore, makeVendor, Refusal, type Parts } from '../../sdk/index.ts'
import { openBook, type Client } from './book.ts'
import { manifest } from './manifest.ts'
import { pageOf } from './page.ts'

const folder = process.env['DATA'] ?? new URL('./data', import.meta.url).pathname
const book = await openBook(folder)

const shown = ({ visits: _visits, ...client }: Client): object => client
const tellOf = (type: string, client: Client): Parts => ({
  events: [{ type, data: { client: client.id, title: client.title } }],
  cards: [
    {
      noun: 'client',
      record: client.id,
      data: {
        title: client.title,
        ...(client.tel ? { tel: client.tel } : {}),
        ...(client.phase ? { phase: client.phase } : {}),
      },
      readers: 'members',
      at: client.changed,
    },
  ],
})
function known(id: string): Client {
  const found = book.client(id)
  if (!found) throw new Refusal(404, '账上没有这个客户。There is no such client in the book.')
  return found
}

const vendor = makeVendor({
  manifest,
  store: await fileStore(folder),
  actions: {
    'client.list': ({ search, limit, cursor }) => {
      const { items, ...rest } = book.clients(search, limit, cursor)
      return { items: items.map(shown), ...rest }
    },
    'client.get': ({ client }) => shown(known(client)),
    'client.enter': async ({ custom: _custom, ...facts }, call) => {
      const made = await book.create({ keeper: call.actor.id, ...facts })
      call.beside(tellOf('client.entered', made))
      return shown(made)
    },
    'client.correct': async ({ client, custom: _custom, ...facts }, call) => {
      known(client)
      const changed = await book.change(client, facts)
      call.beside(tellOf('client.corrected', changed))
      return shown(changed)
    },
    'visit.record': async ({ client, about, next, on }, call) => {
      known(client)
      const after = await book.visit(client, {
        by: call.actor.id,
        about,
        on: on ?? new Date().toISOString().slice(0, 10),
        ...(next ? { next } : {}),
      })
      const made = after.visits.at(-1)!
      if (next)
        call.beside({
          todos: [
            {
              key: made.id,
              person: call.actor.id,
              title: next,
              page: 'book',
              rest: `/client/${client}`,
            },
          ],
        })
      return { client }
    },
  },
  search: (text) =>
    book.clients(text, 5).items.map(({ id, title, phase }) => ({
      title,
      ...(phase ? { sub: phase } : {}),
      page: 'book',
      rest: `/client/${id}`,
    })),
})

async function answerOwn(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://keqiao')
  const send = (status: number, type: string, body: string) => {
    response.writeHead(status, {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    response.end(body)
  }
  const json = (status: number, body: unknown) =>
    send(status, 'application/json', JSON.stringify(body))
  if (/^\/book(\/|$)/.test(url.pathname)) {
    return send(200, 'text/html', pageOf(url.searchParams.get('language') === 'en' ? 'en' : 'zh'))
  }
  if (url.pathname !== '/clients') return json(404, { message: 'Nothing here' })
  // Our own key works without Tenon, as it always did.
  const ours = request.headers.authorization === `Key ${process.env['KEQIAO_KEY'] ?? 'keqiao-key'}`
  const session = vendor.sessions.of(request)
  if (!ours && !session) return json(401, { message: 'Who are you?' })
  if (request.method === 'POST') {
    const title = url.searchParams.get('title')?.trim()
    if (!title) return json(400, { message: 'A client has a title' })
    const made = await book.create({ title, ...(session ? { keeper: session.actor.id } : {}) })
    for (const installation of await vendor.store.all())
      await vendor.tell(installation, tellOf('client.entered', made))
    return json(201, made)
  }
  json(200, { clients: book.clients(url.searchParams.get('search') ?? '', 100).items })
}

const server = createServer((request, response) => {
  void vendor
    .handle(request, response)
    .then((done) => (done ? undefined : answerOwn(request, response)))
    .catch((error: unknown) => {
      console.error(error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
})
server.listen(Number(process.env['PORT'] ?? 7103), process.env['HOST'] ?? 'localhost')
await once(server, 'listening')
console.log(`Keqiao listens on http://localhost:${(server.address() as AddressInfo).port}`)
