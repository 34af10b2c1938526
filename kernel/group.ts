import type { Actor } from './actor.ts'
import type { AnyAction } from './define.ts'
import { TenonError } from './errors.ts'
import type { CallOptions } from './kernel.ts'
import type { OnceKey } from './once.ts'

/** Commands that share one transaction at most; more would make the first wait for the last. */
export const BATCH_MAX = 64

/** Elements of the lists of commands that share a transaction; one longer list goes alone. Keeps a transaction within its two seconds. */
export const WEIGHT_MAX = 8_190

/** One command waiting to share a transaction. */
export interface Grouped {
  readonly input: unknown
  readonly actor: Actor
  readonly options: CallOptions
  readonly once: OnceKey | undefined
}

/** Runs a batch in one transaction: an output or a refusal for each, in order. Throws when none of it holds. */
export type RunBatch = (action: AnyAction, batch: readonly Grouped[]) => Promise<readonly unknown[]>

/**
 * Group commit: set-based commands of one action and organisation wait for each other, and while one
 * transaction is under way the next gathers. So a lone command waits for nobody, and a crowd pays for
 * one commit together.
 */
export function makeGroups(run: RunBatch) {
  const lanes = new Map<string, Waiting[]>()

  async function drain(action: AnyAction, key: string, queue: Waiting[]): Promise<void> {
    // One turn of the loop lets callers of the same tick share the first transaction too.
    await new Promise(setImmediate)
    while (queue.length) {
      const batch = withoutTwins(queue.splice(0, fitting(action, queue)), queue)
      try {
        settle(batch, await run(action, batch))
      } catch (error) {
        // One of them undid all: each gets a transaction, and an answer, of its own. Not so when the
        // database went away: the commit may have happened, and a second try would do it twice.
        const gone = error instanceof TenonError && error.kind === 'unavailable'
        if (gone || batch.length === 1) for (const one of batch) one.reject(error)
        else
          await Promise.all(
            batch.map((one) =>
              run(action, [one]).then((outputs) => settle([one], outputs), one.reject),
            ),
          )
      }
    }
    lanes.delete(key)
  }

  return function grouped(action: AnyAction, one: Grouped): Promise<unknown> {
    const key = `${action.id} ${one.actor.org}`
    return new Promise((resolve, reject) => {
      const waiting = { ...one, resolve, reject }
      const queue = lanes.get(key)
      if (queue) return void queue.push(waiting)
      lanes.set(key, [waiting])
      void drain(action, key, lanes.get(key)!)
    })
  }
}

interface Waiting extends Grouped {
  readonly resolve: (output: unknown) => void
  readonly reject: (error: unknown) => void
}

/** How many of those who wait fit into one transaction. */
function fitting({ weight }: AnyAction, queue: readonly Waiting[]): number {
  const most = Math.min(BATCH_MAX, queue.length)
  if (weight === undefined) return most
  let sum = 0
  for (let count = 0; count < most; count++) {
    const list = (queue[count]!.input as Record<string, unknown>)[weight]
    sum += Array.isArray(list) ? list.length : 1
    if (sum > WEIGHT_MAX && count > 0) return count
  }
  return most
}

/** Two of one idempotency key never share a transaction: the second waits and finds the first's answer. */
function withoutTwins(batch: Waiting[], rest: Waiting[]): Waiting[] {
  const seen = new Set<string>()
  return batch.filter((one) => {
    if (!one.once) return true
    const key = `${one.once.actor} ${one.once.key}`
    if (!seen.has(key)) return seen.add(key)
    rest.push(one)
    return false
  })
}

function settle(batch: readonly Waiting[], outputs: readonly unknown[]): void {
  for (const [index, one] of batch.entries()) {
    const output = outputs[index]
    if (output instanceof TenonError) one.reject(output)
    else one.resolve(output)
  }
}
