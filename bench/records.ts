import autocannon from 'autocannon'
import { child, openSite, type Child } from './child.ts'
import { cpuOf } from './cpu.ts'
import { interleaved, type Bench, type Line } from './measure.ts'

const STATUSES = ['new', 'paid', 'sent', 'done']
const any = <E>(list: readonly E[]): E => list[Math.floor(Math.random() * list.length)]!

/** Create, read and list over HTTP, 20 connections, against bare Fastify with the same SQL. */
export const bench: Bench = {
  name: 'records',
  says: 'create, read and list over HTTP against bare Fastify with the same SQL',
  async run(short) {
    await using site = await openSite({ orders: 20_000 })
    const { url, org, owner, people, customers } = site.opened
    await using bare = child('bare-records.ts', [JSON.stringify({ owner, org })])
    const limit = await bare.next<{ url: string; orders: string[] }>()
    const me = people[0]!
    const order = () =>
      JSON.stringify({
        number: `N-${Math.random().toString(36).slice(2)}`,
        status: any(STATUSES),
        placed_at: new Date().toISOString(),
        total: { amount: '980000', currency: 'CNY' },
        note: 'x'.repeat(60),
        customer: any(customers),
        owner: me.id,
      })
    const seconds = short ? 1 : 6
    const [rounds, warm] = short ? [1, 0.5] : [5, 3]
    const load =
      (
        at: string,
        { process: { pid } }: Child,
        request: () => { method: string; path: string; body?: string },
      ) =>
      async (): Promise<Measured> => {
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${me.token}` }
        const requests = [{ setupRequest: (base: object) => ({ ...base, ...request(), headers }) }]
        const run = (duration: number) =>
          autocannon({ url: at, connections: 20, duration, requests } as never)
        if (!warmed.has(at + request.toString())) await run(warm)
        warmed.add(at + request.toString())
        const before = cpuOf(pid!, site.postgres)
        const { requests: done, duration, latency, non2xx, errors } = await run(seconds)
        const cpu = (cpuOf(pid!, site.postgres) - before) / done.total
        if (non2xx || errors) throw new Error(`${at}: ${non2xx} refusals, ${errors} errors`)
        return { rate: done.total / duration, p99: latency.p99, cpu }
      }
    const warmed = new Set<string>()
    const sides = {
      create: [
        load(limit.url, bare, () => ({ method: 'POST', path: '/create', body: order() })),
        load(url, site.server, () => ({
          method: 'POST',
          path: '/api/shop.order.create',
          body: order(),
        })),
      ],
      read: [
        load(limit.url, bare, () => ({ method: 'GET', path: `/get/${any(limit.orders)}` })),
        load(url, site.server, () => ({
          method: 'GET',
          path: `/api/shop.order.get?order=${any(limit.orders)}`,
        })),
      ],
      list: [
        load(limit.url, bare, () => ({ method: 'GET', path: `/list/${any(STATUSES)}` })),
        load(url, site.server, () => ({
          method: 'POST',
          path: '/api/shop.order.list',
          body: JSON.stringify({
            where: { status: any(STATUSES) },
            sort: ['-placed_at'],
            expand: ['customer'],
            limit: 100,
          }),
        })),
      ],
    } as const
    const lines: Line[] = []
    for (const [what, at] of [
      ['list', 1250],
      ['read', 3200],
      ['create', 1800],
    ] as const) {
      const [limitSide, ours] = sides[what]
      const found = await interleaved(rounds, { bare: limitSide, tenon: ours })
      const rates = (side: string) => found[side]!.map(({ rate }) => rate)
      lines.push({
        what: TITLES[what],
        unit: '/s',
        tenon: rates('tenon'),
        bare: rates('bare'),
        bar: { at, better: 'more' },
      })
      lines.push({
        what: `processor time of it, node and PostgreSQL: ${what}`,
        unit: 'µs',
        tenon: found['tenon']!.map(({ cpu }) => cpu),
        bare: found['bare']!.map(({ cpu }) => cpu),
      })
      if (what === 'read')
        lines.push({
          what: 'read one record, p99',
          unit: 'ms',
          tenon: found['tenon']!.map(({ p99 }) => p99),
          bare: found['bare']!.map(({ p99 }) => p99),
          bar: { at: 20, better: 'less' },
        })
    }
    return lines
  },
}

interface Measured {
  readonly rate: number
  readonly p99: number
  readonly cpu: number
}
const TITLES = {
  create: 'create a record, with rules, audit and one transaction',
  read: 'read one record',
  list: 'list 100, filtered, sorted, link expanded',
}
