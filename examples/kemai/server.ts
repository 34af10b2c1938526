import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileStore, makeVendor, Refusal, type Parts } from '../../sdk/index.ts'
import { answerApi } from './api.ts'
import { openCrm, type Customer, type Task } from './crm.ts'
import { manifest } from './manifest.ts'
import { pageOf } from './page.ts'

const folder = process.env['DATA'] ?? new URL('./data', import.meta.url).pathname
const crm = openCrm(folder)

const factOf = (type: string, { id, name }: Customer): Parts => ({
  events: [{ type, data: { customer: id, name } }],
})
const cardOf = ({ id, name, phone, stage, owner, updated_at }: Customer): Parts => ({
  cards: [
    {
      noun: 'customer',
      record: id,
      data: {
        name,
        ...(phone ? { phone } : {}),
        ...(stage ? { stage } : {}),
        ...(owner ? { owner } : {}),
      },
      readers: 'members',
      at: updated_at,
    },
  ],
})
const both = (...parts: Parts[]): Parts => ({
  events: parts.flatMap(({ events = [] }) => events),
  cards: parts.flatMap(({ cards = [] }) => cards),
})
const todoOf = ({ id, title, person, customer, due_on }: Task): Parts => ({
  todos: [
    {
      key: id,
      person,
      title,
      page: 'desk',
      rest: `/customer/${customer}`,
      ...(due_on ? { due_on } : {}),
    },
  ],
})

function known(id: string): Customer {
  const found = crm.customer(id)
  if (!found) throw new Refusal(404, '没有这个客户。There is no such customer.')
  return found
}

const vendor = makeVendor({
  manifest,
  store: await fileStore(folder),
  /** One company's CRM: whoever comes second is another's. */
  async installed({ organisation }) {
    const others = (await vendor.store.all()).filter(
      (each) => each.organisation.id !== organisation.id,
    )
    if (others.length) throw new Refusal(403, 'This Kemai belongs to another company.')
  },
  actions: {
    'customer.list': ({ search, limit, cursor }) => crm.customers(search, limit, cursor),
    'customer.get': ({ customer }) => known(customer),
    'customer.create': ({ custom: _custom, ...fields }, call) => {
      const made = crm.createCustomer({ owner: call.actor.id, ...fields })
      call.beside(both(factOf('customer.created', made), cardOf(made)))
      return made
    },
    'customer.update': ({ customer, custom: _custom, ...fields }, call) => {
      known(customer)
      const changed = crm.updateCustomer(customer, fields)!
      call.beside(both(factOf('customer.updated', changed), cardOf(changed)))
      return changed
    },
    'deal.create': (input) => {
      known(input.customer)
      return crm.createDeal(input)
    },
    'deal.move': ({ deal, stage }, call) => {
      const moved = crm.moveDeal(deal, stage)
      if (!moved) throw new Refusal(404, '没有这个商机。There is no such deal.')
      const { customer, amount } = moved
      if (stage === 'won')
        call.beside({ events: [{ type: 'deal.won', data: { deal, customer, amount } }] })
      return moved
    },
    'task.create': ({ person, ...input }, call) => {
      known(input.customer)
      const task = crm.createTask({ ...input, person: person ?? call.actor.id })
      call.beside(todoOf(task))
      return task
    },
    'task.finish': ({ task }, call) => {
      const done = crm.finishTask(task)
      if (!done) throw new Refusal(404, '没有这项跟进。There is no such task.')
      call.beside({ done: [task] })
      return { ...done, done: true }
    },
  },
  search: (text) =>
    crm.customers(text, 5).items.map(({ id, name, phone, stage }) => ({
      title: name,
      sub: [stage, phone].filter(Boolean).join(' · '),
      page: 'desk',
      rest: `/customer/${id}`,
    })),
})

/** What was done in Kemai itself is told to Tenon when it is there; nothing of ours waits for that. */
async function tell(parts: Parts): Promise<void> {
  for (const installation of await vendor.store.all()) await vendor.tell(installation, parts)
}

const server = createServer((request, response) => {
  void (async () => {
    if (await vendor.handle(request, response)) return
    const url = new URL(request.url ?? '/', 'http://kemai')
    if (/^\/desk(\/|$)/.test(url.pathname)) {
      // The page itself is for everybody; what it shows, it asks for as who looks at it.
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'referrer-policy': 'no-referrer',
      })
      return void response.end(pageOf(url.searchParams.get('language') === 'en' ? 'en' : 'zh'))
    }
    await answerApi(request, response, {
      crm,
      who: vendor.sessions.of(request)?.actor.id,
      key: process.env['KEMAI_KEY'] ?? 'kemai-key',
      made: (customer) => tell(both(factOf('customer.created', customer), cardOf(customer))),
      changed: (customer) => tell(both(factOf('customer.updated', customer), cardOf(customer))),
      finished: ({ id }) => tell({ done: [id] }),
    })
  })().catch((error: unknown) => {
    console.error(error)
    if (!response.headersSent) response.writeHead(500)
    response.end()
  })
})
server.listen(Number(process.env['PORT'] ?? 7102), process.env['HOST'] ?? 'localhost')
await once(server, 'listening')
console.log(`Kemai listens on http://localhost:${(server.address() as AddressInfo).port}`)
