import { randomUUID } from 'node:crypto'
import type { Parts } from './manifest.ts'
import type { Store } from './store.ts'
import { makeTenon, TenonProblem } from './tenon.ts'
import type { Installation } from './vendor.ts'

/** What is still to be told to Tenon. */
export interface Letter {
  readonly id: string
  readonly installation: string
  readonly parts: Parts
}

const PAUSE_MS = 500
const PAUSE_MS_MAX = 30_000

/**
 * Tells Tenon what happened, in order, and goes on for as long as Tenon is away: what stands in the store
 * is told when both are back, once.
 */
export function makeOutbox(store: Store) {
  const busy = new Set<string>()

  async function deliver(id: string): Promise<void> {
    if (busy.has(id)) return
    busy.add(id)
    try {
      for (let pause = PAUSE_MS; ;) {
        const installation = await store.get(id)
        const [next] = (await store.letters()).filter((each) => each.installation === id)
        if (!next) return
        if (!installation || (await told(installation, next))) {
          await store.unqueue(next.id)
          pause = PAUSE_MS
          continue
        }
        await new Promise((done) => setTimeout(done, pause).unref())
        pause = Math.min(pause * 2, PAUSE_MS_MAX)
      }
    } finally {
      busy.delete(id)
    }
  }

  return {
    async tell(installation: Installation, parts: Parts): Promise<void> {
      await store.queue({ id: randomUUID(), installation: installation.id, parts })
      void deliver(installation.id)
    },
    /** What a former run of this process has left. */
    async resume(): Promise<void> {
      for (const { installation } of await store.letters()) void deliver(installation)
    },
  }
}

/** True when it need not be told again: taken, or refused for good. */
async function told(installation: Installation, { id, parts }: Letter): Promise<boolean> {
  try {
    await makeTenon(installation).push(parts, id)
    return true
  } catch (error) {
    const hopeless = error instanceof TenonProblem && error.status < 500 && error.status !== 429
    if (hopeless) process.stderr.write(`Tenon refused a message: ${error.message}\n`)
    return hopeless
  }
}
