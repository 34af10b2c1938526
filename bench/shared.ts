import autocannon from 'autocannon'
import { openSite } from './child.ts'
import { interleaved, type Bench, type Line } from './measure.ts'

const STATUSES = ['new', 'paid', 'sent', 'done']
const any = <E>(list: readonly E[]): E => list[Math.floor(Math.random() * list.length)]!

/** What `records` measures, on layout shared, beside the same entity with a table of its own. */
export const bench: Bench = {
  name: 'shared',
  says: 'create, read and list on layout shared, against layout native',
  async run(short) {
    await using site = await openSite({ orders: 20_000, shared: true })
    const { url, people, customers, shared } = site.opened
    const me = people[0]!
    const [seconds, warm, rounds] = short ? [1, 0.5, 1] : [6, 3, 5]
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${me.token}` }
    const load = async (request: () => object, duration: number) => {
      let refusal = ''
      const onResponse = (status: number, body: string): void => {
        if (status !== 200) refusal = body
      }
      // The load generator writes into the headers it is given.
      const setupRequest = (base: object): object => ({
        ...base,
        ...request(),
        headers: { ...headers },
      })
      const requests = [{ setupRequest, onResponse }]
      const run = await autocannon({ url, connections: 20, duration, requests } as never)
      if (run.non2xx || run.errors)
        throw new Error(`${run.non2xx} refusals, ${run.errors} errors: ${refusal}`)
      return { rate: run.requests.total / run.duration, p99: run.latency.p99 }
    }
    const create = (action: string, links: readonly string[]) => () => ({
      method: 'POST',
      path: `/api/${action}`,
      body: JSON.stringify({
        number: `N-${Math.random().toString(36).slice(2)}`,
        status: any(STATUSES),
        placed_at: new Date().toISOString(),
        total: { amount: '980000', currency: 'CNY' },
        note: 'x'.repeat(60),
        customer: any(links),
        owner: me.id,
      }),
    })
    const list = (action: string) => () => ({
      method: 'POST',
      path: `/api/${action}`,
      body: JSON.stringify({
        where: { status: any(STATUSES) },
        sort: ['-placed_at'],
        expand: ['customer'],
        limit: 100,
      }),
    })
    const page = (await (
      await fetch(`${url}/api/shop.order.list?limit=1000`, { headers })
    ).json()) as { items: { id: string }[] }
    const read = (noun: string, ids: readonly string[]) => () => ({
      method: 'GET',
      path: `/api/${noun}.order.get?order=${any(ids)}`,
    })
    const sides = {
      list: [
        list('shop.order.list'),
        list('app_shop.order.list'),
        1250,
        'list 100, filtered, sorted, link expanded',
      ],
      read: [
        read(
          'shop',
          page.items.map(({ id }) => id),
        ),
        read('app_shop', shared.orders),
        3200,
        'read one record',
      ],
      create: [
        create('shop.order.create', customers),
        create('app_shop.order.create', shared.customers),
        1800,
        'create a record, with rules, references, history and audit',
      ],
    } as const
    const lines: Line[] = []
    for (const [native, ours, at, what] of Object.values(sides)) {
      for (const side of [native, ours]) await load(side, warm)
      const found = await interleaved(rounds, {
        native: () => load(native, seconds),
        shared: () => load(ours, seconds),
      })
      const rates = (side: string) => found[side]!.map(({ rate }) => rate)
      lines.push({
        what,
        unit: '/s',
        tenon: rates('shared'),
        bare: rates('native'),
        bar: { at, better: 'more' },
        note: 'bare: layout native',
      })
    }
    return lines
  },
}
