import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Crm, Customer, CustomerFields, Task } from './crm.ts'
import { openapi } from './openapi.ts'

interface Around {
  readonly crm: Crm
  /** Who works in our page; nobody when it is a program with the key. */
  readonly who: string | undefined
  readonly key: string
  made(customer: Customer): Promise<void>
  changed(customer: Customer): Promise<void>
  finished(task: Task): Promise<void>
}

/** Kemai's own API: it was there before Tenon, and does not need it. */
export async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  { crm, who, key, made, changed, finished }: Around,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://kemai')
  const answer = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify(body))
  }
  if (url.pathname === '/openapi.json')
    return answer(200, openapi(`http://${request.headers.host}`))
  if (!url.pathname.startsWith('/api/v1/')) return answer(404, { message: 'Nothing here' })
  if (!who && request.headers['x-api-key'] !== key)
    return answer(401, { message: 'Send your key as X-Api-Key' })
  const [, , , what, id, part] = url.pathname.split('/')
  const { method } = request
  const body = method === 'GET' ? {} : await bodyOf(request)
  if (what === 'tasks' && id && method === 'POST') {
    const task = crm.finishTask(id)
    if (!task) return answer(404, { message: 'No such task' })
    await finished(task)
    return answer(200, task)
  }
  if (what !== 'customers') return answer(404, { message: 'Nothing here' })
  if (!id && method === 'GET')
    return answer(
      200,
      crm.customers(
        url.searchParams.get('search') ?? '',
        Math.min(200, Number(url.searchParams.get('limit') ?? 50)),
        url.searchParams.get('cursor') ?? '',
      ),
    )
  if (!id && method === 'POST') {
    const name = typeof body['name'] === 'string' ? body['name'].trim() : ''
    if (!name) return answer(400, { message: 'A customer has a name' })
    const customer = crm.createCustomer({ ...(who ? { owner: who } : {}), ...texts(body), name })
    await made(customer)
    return answer(201, customer)
  }
  const customer = id ? crm.customer(id) : undefined
  if (!customer) return answer(404, { message: 'No such customer' })
  if (part === 'contacts' && method === 'POST')
    return answer(
      201,
      crm.createContact({ customer: customer.id, name: String(body['name']), ...texts(body) }),
    )
  if (method === 'PATCH') {
    const next = crm.updateCustomer(customer.id, texts(body))!
    await changed(next)
    return answer(200, next)
  }
  answer(200, {
    ...customer,
    contacts: crm.contacts(customer.id),
    deals: crm.deals(customer.id),
    tasks: crm.tasks(customer.id),
  })
}

const texts = (body: Record<string, unknown>): CustomerFields =>
  Object.fromEntries(
    ['name', 'phone', 'email', 'address', 'register', 'stage'].flatMap((field) =>
      typeof body[field] === 'string' ? [[field, body[field]]] : [],
    ),
  )

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const part of request as AsyncIterable<Buffer>) {
    text += part.toString()
    if (text.length > 100_000) return {}
  }
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}
