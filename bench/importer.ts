/** Imports wares into a kernel of its own: its own process, so that its memory is the import's alone. */
import { newId, type Actor, type Kernel } from '#kernel'
import { ownKernel } from './own-kernel.ts'
import { wares } from './wares.ts'

const CHUNK = 2000
/** One chunk is written while the next is made. */
const AT_ONCE = 2

const count = Number(process.argv[2])
const own = await ownKernel()
const actor = own.actor()
const suppliers = await plantSuppliers(own.kernel, actor, 1000)
let peak = 0
let longest = 0
const watching = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50)
const started = performance.now()
const batch = newId()
const source = wares(count, suppliers)
const worker = async (): Promise<void> => {
  for (;;) {
    const rows = take(source, CHUNK)
    if (rows.length === 0) return
    const at = performance.now()
    await own.kernel.call('app_shop.ware.load', { rows, batch }, actor, { door: 'bench' })
    longest = Math.max(longest, performance.now() - at)
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, worker))
const seconds = (performance.now() - started) / 1000
clearInterval(watching)
const filling = performance.now()
await own.kernel.idle()
process.stdout.write(
  `${JSON.stringify({ seconds, megabytes: peak / 1e6, longest, ready: (performance.now() - filling) / 1000 })}\n`,
)
await own[Symbol.asyncDispose]()

function take<V>(from: Iterator<V>, most: number): V[] {
  const rows: V[] = []
  while (rows.length < most) {
    const { value, done } = from.next()
    if (done) break
    rows.push(value)
  }
  return rows
}

async function plantSuppliers(kernel: Kernel, actor: Actor, many: number): Promise<string[]> {
  const made = await Promise.all(
    Array.from({ length: many }, (_, index) =>
      kernel.call('app_shop.customer.create', { name: `S ${index}`, city: 'Suzhou' }, actor, {
        door: 'bench',
      }),
    ),
  )
  return made.map((each) => (each as { id: string }).id)
}
