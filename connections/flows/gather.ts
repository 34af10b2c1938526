/** Statements that share a transaction at most. */
const TOGETHER_MAX = 64

/**
 * Group commit for the engine's own rows: what comes while one transaction is under way shares the next.
 * One that fails is tried alone, so that it fails alone.
 */
export function gather<I, O>(
  run: (key: string, items: readonly I[]) => Promise<readonly O[]>,
): (key: string, item: I) => Promise<O> {
  const queues = new Map<string, Waiting<I, O>[]>()

  const drain = async (key: string, queue: Waiting<I, O>[]): Promise<void> => {
    await Promise.resolve()
    while (queue.length) {
      const batch = queue.splice(0, TOGETHER_MAX)
      await settle(key, batch)
    }
    queues.delete(key)
  }
  const settle = async (key: string, batch: readonly Waiting<I, O>[]): Promise<void> => {
    try {
      const outputs = await run(
        key,
        batch.map(({ item }) => item),
      )
      batch.forEach(({ resolve }, index) => resolve(outputs[index]!))
    } catch (error) {
      if (batch.length === 1 || (error as { kind?: string }).kind === 'unavailable')
        for (const { reject } of batch) reject(error)
      else await Promise.all(batch.map((one) => settle(key, [one])))
    }
  }
  return (key, item) =>
    new Promise<O>((resolve, reject) => {
      const queue = queues.get(key)
      if (queue) return void queue.push({ item, resolve, reject })
      const made = [{ item, resolve, reject }]
      queues.set(key, made)
      void drain(key, made)
    })
}

interface Waiting<I, O> {
  readonly item: I
  readonly resolve: (output: O) => void
  readonly reject: (error: unknown) => void
}
