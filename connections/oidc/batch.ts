/** Asked in one statement at most; more would make the first wait for the last. */
const BATCH_MAX = 64

/**
 * What is asked in one turn of the loop goes to PostgreSQL together: a token endpoint asks three tables for one
 * token, and sixteen apps at once make one statement, one commit and one fsync instead of sixteen.
 */
export function together<I, O>(
  work: (items: readonly I[]) => Promise<readonly O[]>,
): (item: I) => Promise<O> {
  let waiting: { item: I; resolve(value: O): void; reject(error: unknown): void }[] = []
  const go = () => {
    const batch = waiting
    waiting = []
    for (let at = 0; at < batch.length; at += BATCH_MAX) {
      const part = batch.slice(at, at + BATCH_MAX)
      work(part.map(({ item }) => item)).then(
        (results) => part.forEach(({ resolve }, index) => resolve(results[index]!)),
        (error: unknown) => part.forEach(({ reject }) => reject(error)),
      )
    }
  }
  return (item) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ item, resolve, reject }) === 1) setImmediate(go)
    })
}
