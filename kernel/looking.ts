import type { Log } from './context.ts'

/**
 * Looks whenever woken, one look at a time, and now and then by itself, since a wake-up may be lost. A look
 * that fails is logged once and comes again with the next timer.
 */
export interface Looking extends AsyncDisposable {
  wake(): void
  /** Resolves with the look under way; no other begins. */
  [Symbol.asyncDispose](): Promise<void>
}

export function startLooking(
  look: (stopped: () => boolean) => Promise<void>,
  how: {
    readonly pollMs: number
    /** Between two looks, however often woken: what comes close together is read together. */
    readonly gapMs: number
    readonly log: Log
    /** Said of the first failure of a row. */
    readonly says: string
  },
): Looking {
  let looking: Promise<void> | undefined
  let again = false
  let stopped = false
  let failing = false

  const wake = (): void => {
    if (stopped) return
    if (looking) {
      again = true
      return
    }
    again = false
    looking = look(() => stopped)
      .then(
        () => void (failing = false),
        (error: unknown) => {
          if (!failing && !stopped) how.log.warn({ error: String(error) }, how.says)
          failing = true
        },
      )
      .then(() => new Promise<void>((done) => void setTimeout(done, how.gapMs)))
      .finally(() => {
        looking = undefined
        if (again && !failing) wake()
      })
  }
  const timer = setInterval(wake, how.pollMs)
  timer.unref()
  wake()
  return {
    wake,
    async [Symbol.asyncDispose]() {
      stopped = true
      clearInterval(timer)
      await looking
    },
  }
}
