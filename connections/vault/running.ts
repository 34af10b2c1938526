import type { Kernel } from '#kernel'
import { Meter } from './meter.ts'
import { Pacer } from './rate/pacer.ts'
import type { Using } from './use.ts'

/** What the vault keeps in memory as long as a node runs. */
export interface Running {
  readonly meter: Meter
  readonly pacer: Pacer
  /** Tokens being renewed by this node at this moment: who needs one too waits for the same. */
  readonly renewals: Map<string, Promise<Using>>
}

const running = new WeakMap<Kernel, Running>()

export async function start(kernel: Kernel): Promise<AsyncDisposable> {
  const { meter } = runningOf(kernel)
  return {
    async [Symbol.asyncDispose]() {
      await meter.stop()
    },
  }
}

export function runningOf(kernel: Kernel): Running {
  let found = running.get(kernel)
  if (!found) {
    found = { meter: new Meter(kernel), pacer: new Pacer(kernel), renewals: new Map() }
    running.set(kernel, found)
  }
  return found
}
