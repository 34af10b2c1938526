import type { Kernel } from '#kernel'

/** How late a node learns that a flow watches an entity. */
const REFRESH_MS = 1_000

/** Tells the kernel whose changes to write into the log; asked of every change, so it only looks into a set. */
export function watch(kernel: Kernel): () => void {
  let watched = new Set<string>()
  let reading = false
  const refresh = async (): Promise<void> => {
    if (reading) return
    reading = true
    try {
      const rows = await kernel.database.system<{
        org: string
        entity: string
      }>`SELECT * FROM flows.watched()`
      watched = new Set(rows.map(({ org, entity }) => `${org} ${entity}`))
    } catch {
      // The next look will tell.
    } finally {
      reading = false
    }
  }
  const timer = setInterval(() => void refresh(), REFRESH_MS)
  timer.unref()
  void refresh()
  const unwatch = kernel.watch((org, entity) => watched.has(`${org} ${entity}`))
  return () => {
    clearInterval(timer)
    unwatch()
  }
}
