import { interleaved, percentile, type Bench } from './measure.ts'
import { ownKernel } from './own-kernel.ts'

/** A page of 100 with five links, as one who sees everything and as one who sees his own. */
export const bench: Bench = {
  name: 'links',
  says: 'a page of 100 with five links, and what a rule costs (layout shared)',
  async run(short) {
    await using own = await ownKernel()
    const admin = own.actor('all')
    const plain = { ...own.actor('self', admin.org) }
    const make = async (noun: string, draft: object): Promise<string> =>
      (
        (await own.kernel.call(`app_shop.${noun}.create`, draft, plain, { door: 'bench' })) as {
          id: string
        }
      ).id
    const customers = await Promise.all(
      Array.from({ length: 300 }, (_, at) => make('customer', { name: `C ${at}`, city: 'Suzhou' })),
    )
    const orders = await Promise.all(
      Array.from({ length: 600 }, (_, at) =>
        make('order', {
          number: `O ${at}`,
          status: 'new',
          placed_at: new Date(at * 1e9).toISOString(),
          total: { amount: String(at), currency: 'CNY' },
          customer: customers[at % 300]!,
          owner: plain.id,
        }),
      ),
    )
    // The rule of a deal asks who is behind its first link.
    await Promise.all(
      Array.from({ length: 600 }, (_, at) => {
        const [a, b, c] = [0, 7, 31].map((by) => customers[(at + by) % 300]!)
        return make('deal', {
          number: `D ${at}`,
          a,
          b,
          c,
          d: orders[at]!,
          e: orders[(at + 9) % 600]!,
        })
      }),
    )
    const pages =
      (actor: typeof admin, action: string, input: object) => async (): Promise<number> => {
        const times: number[] = []
        for (let at = 0; at < (short ? 30 : 300); at++) {
          const started = performance.now()
          await own.kernel.call(action, input, actor, { door: 'bench' })
          times.push(performance.now() - started)
        }
        return percentile(times, 0.95)
      }
    const links = { expand: ['a', 'b', 'c', 'd', 'e'], limit: 100 }
    const list = {
      where: { status: 'new' },
      sort: ['-placed_at'],
      expand: ['customer'],
      limit: 100,
    }
    const found = await interleaved(short ? 1 : 7, {
      links: pages(admin, 'app_shop.deal.list', links),
      admin: pages(admin, 'app_shop.order.list', list),
      plain: pages(plain, 'app_shop.order.list', list),
    })
    return [
      {
        what: 'list 100 with five links, p95',
        unit: 'ms',
        tenon: found['links']!,
        bar: { at: 40, better: 'less' },
        note: 'one statement',
      },
      {
        what: 'non-admin against admin, 600 records, p95',
        unit: '×',
        tenon: found['plain']!.map((value, at) => value / found['admin']![at]!),
        bar: { at: 1.2, better: 'less' },
      },
    ]
  },
}
