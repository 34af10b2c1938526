/** A million wares in a kernel of its own: its own process, so that its memory is the import's alone. */
import { newId, type Actor, type Kernel } from '#kernel'
import { percentile } from './measure.ts'
import { ownKernel } from './own-kernel.ts'
import { wares } from './wares.ts'

/** What the parent is told. */
export interface Loaded {
  readonly seconds: number
  readonly megabytes: number
  readonly longest: number
  readonly filling: number
  readonly pages: readonly number[]
}

const CHUNK = 2000
/** One chunk is written while the next is made. */
const AT_ONCE = 2
const QUESTIONS = 400

const [count, rounds] = process.argv.slice(2).map(Number) as [number, number]
const own = await ownKernel()
const actor = own.actor()
const suppliers = await plantSuppliers(own.kernel, actor, 1000)
const said: Loaded = { ...(await load()), pages: [] as number[] }
for (let round = 0; round < rounds; round++) (said.pages as number[]).push(await firstPages())
process.stdout.write(`${JSON.stringify(said)}\n`)
await own[Symbol.asyncDispose]()

async function load(): Promise<Omit<Loaded, 'pages'>> {
  let [peak, longest] = [0, 0]
  const watching = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20)
  const source = wares(count, suppliers)
  const batch = newId()
  const started = performance.now()
  const worker = async (): Promise<void> => {
    for (let rows = take(source); rows.length; rows = take(source)) {
      const at = performance.now()
      await own.kernel.call('app_shop.ware.load', { rows, batch }, actor, { door: 'bench' })
      longest = Math.max(longest, performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  const seconds = (performance.now() - started) / 1000
  clearInterval(watching)
  const at = performance.now()
  await own.kernel.idle()
  return { seconds, megabytes: peak / 1e6, longest, filling: (performance.now() - at) / 1000 }
}

/** Two filters and a sort, of any fields, keeping much or little: the slowest twentieth of first pages. */
async function firstPages(): Promise<number> {
  const any = <V>(of: readonly V[]): V => of[Math.floor(Math.random() * of.length)]!
  const below = (n: number): number => Math.floor(Math.random() * n)
  const filters: readonly (() => object)[] = [
    () => ({ state: any(['new', 'on sale', 'sold out', 'gone']) }),
    () => ({ supplier: any(suppliers) }),
    () => ({ price: { [any(['gte', 'lt'])]: String(below(1e6)) } }),
    () => ({ weight: { [any(['gte', 'lt'])]: below(100) } }),
    () => ({ stock: below(1000) }),
    () => ({
      seen_at: { [any(['gte', 'lt'])]: new Date(Date.UTC(2024, below(24), 1)).toISOString() },
    }),
    () => ({ city: `City ${below(40)}` }),
    () => ({ sold: any([true, false]) }),
  ]
  const sorts = ['number', 'state', 'price', 'weight', 'stock', 'seen_at', 'day', 'city', 'id']
  const times: number[] = []
  for (let at = 0; at < QUESTIONS; at++) {
    const first = below(filters.length)
    const second = (first + 1 + below(filters.length - 1)) % filters.length
    const where = { and: [filters[first]!(), filters[second]!()] }
    const sort = [`${any(['', '-'])}${any(sorts)}`]
    const started = performance.now()
    await own.kernel.call('app_shop.ware.list', { where, sort, limit: 50 }, actor, {
      door: 'bench',
    })
    times.push(performance.now() - started)
  }
  return percentile(times, 0.95)
}

function take(from: Iterator<object>): object[] {
  const rows: object[] = []
  while (rows.length < CHUNK) {
    const { value, done } = from.next()
    if (done) break
    rows.push(value)
  }
  return rows
}

async function plantSuppliers(kernel: Kernel, by: Actor, many: number): Promise<string[]> {
  const made = await Promise.all(
    Array.from({ length: many }, (_, index) =>
      kernel.call('app_shop.customer.create', { name: `S ${index}`, city: 'Suzhou' }, by, {
        door: 'bench',
      }),
    ),
  )
  return made.map((each) => (each as { id: string }).id)
}
