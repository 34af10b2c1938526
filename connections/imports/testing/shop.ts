import { foreign, type Foreign } from '../../vault/testing/foreign.ts'

export const KEY = 'shop-key-0815'

/** A small shop of another company: a real server with a document of its own, pages, keys and refusals. */
export async function startShop(): Promise<Foreign & { change(): void }> {
  const orders = Array.from({ length: 7 }, (_, n) => ({
    id: `o${n + 1}`,
    customer: 'Acme',
    total: 100 * (n + 1),
  }))
  const done = new Map<string, object>()
  let newer = false
  const server = await foreign(({ method, url, headers, body }, response) => {
    const to = new URL(url, 'http://shop.example')
    const say = (status: number, value: unknown, more: Record<string, string> = {}) =>
      void response
        .writeHead(status, { 'content-type': 'application/json', ...more })
        .end(JSON.stringify(value))
    if (to.pathname === '/openapi.json') return say(200, newer ? newerDocument() : document())
    if (headers['x-shop-key'] !== KEY) return say(401, { error: { message: 'Unknown key' } })
    if (method === 'GET' && to.pathname === '/v1/orders') {
      const [from, most] = [
        Number(to.searchParams.get('after') ?? 0),
        Number(to.searchParams.get('per_page') ?? 3),
      ]
      const data = orders.slice(from, from + most)
      return say(200, {
        data,
        meta: from + most < orders.length ? { next: String(from + most) } : {},
      })
    }
    if (method === 'POST' && to.pathname === '/v1/orders') {
      const given = JSON.parse(body) as { customer: string; total: number }
      const key = String(headers['idempotency-key'] ?? '')
      if (given.total > 1e6) return say(422, { error: { message: '超出客户的信用额度' } })
      const order = done.get(key) ?? { id: `o${orders.length + 1}`, ...given }
      if (!done.has(key)) orders.push(order as never)
      done.set(key, order)
      return say(201, order)
    }
    const id = /^\/v1\/orders\/([^/]+)$/.exec(to.pathname)?.[1]
    const found = orders.find((each) => each.id === id)
    if (!found) return say(404, { error: { message: 'No such order' } })
    if (method === 'GET') return say(200, found)
    if (method === 'DELETE') return void response.writeHead(204).end()
    return say(429, { error: { message: 'Slow down' } }, { 'retry-after': '7' })
  })
  return Object.assign(server, { change: () => void (newer = true) })
}

const order = {
  type: 'object',
  required: ['customer', 'total'],
  properties: {
    id: { type: 'string', readOnly: true },
    customer: { type: 'string', description: 'Who buys' },
    total: { type: 'number', minimum: 0 },
    lines: { type: 'array', items: { $ref: '#/components/schemas/Line' } },
  },
}
const document = () => ({
  openapi: '3.0.3',
  info: { title: 'Shop API', version: '1' },
  servers: [{ url: '/v1' }],
  security: [{ key: [] }],
  paths: {
    '/orders': {
      get: {
        summary: 'List orders',
        operationId: 'listOrders',
        tags: ['orders'],
        parameters: [
          { name: 'per_page', in: 'query', schema: { type: 'integer' } },
          { name: 'after', in: 'query', schema: { type: 'string' } },
          { name: 'customer', in: 'query', schema: { type: 'string' } },
        ],
        responses: {
          200: {
            description: 'A page',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: {
                    data: { type: 'array', items: { $ref: '#/components/schemas/Order' } },
                  },
                },
              },
            },
          },
        },
      },
      post: {
        summary: 'Create an order',
        operationId: 'createOrder',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
        },
        responses: {
          201: {
            description: 'Made',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
          },
        },
      },
    },
    '/orders/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        summary: 'Read an order',
        responses: {
          200: {
            description: 'It',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
          },
        },
      },
      delete: { summary: 'Delete an order', responses: { 204: { description: 'Gone' } } },
      patch: {
        summary: 'Change an order',
        requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
        responses: {},
      },
    },
  },
  components: {
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Shop-Key' } },
    schemas: {
      Order: order,
      // Contains itself, as real documents do.
      Line: {
        type: 'object',
        properties: {
          name: { type: 'string', nullable: true },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Line' } },
        },
      },
    },
  },
})

const newerDocument = () => {
  const made = structuredClone(document()) as ReturnType<typeof document> & {
    paths: Record<string, unknown>
  }
  delete (made.paths['/orders/{id}'] as Record<string, unknown>)['delete']
  made.components.schemas.Order.required.push('currency')
  Object.assign(made.components.schemas.Order.properties, { currency: { type: 'string' } })
  made.paths['/refunds'] = { post: { summary: 'Give money back', responses: {} } }
  return made
}

/** What the document does not say. */
export const shopOverlay = {
  overlay: '1.0.0',
  info: { title: 'How the shop cuts pages', version: '1' },
  actions: [
    {
      target: "$.paths['/orders'].get",
      update: {
        'x-tenon': {
          paging: {
            style: 'cursor',
            items: '/data',
            limit: 'per_page',
            cursor: 'after',
            next: '/meta/next',
            most: 3,
          },
        },
      },
    },
    { target: '$.paths.*.post', update: { 'x-tenon': { idempotency: 'Idempotency-Key' } } },
  ],
}
