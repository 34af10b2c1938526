import type pg from 'pg'
import type { Bus } from '#kernel/bus'
import { natsBus } from './nats.ts'
import { notifyBus } from './notify.ts'

export { memoryBus } from './memory.ts'
export { natsBus, notifyBus }

/** NATS where the operator named one; else PostgreSQL wakes, and only while several nodes share it. */
export function openBus(
  { url, database }: { url: string | undefined; database: pg.ClientConfig },
  say: (line: string) => void,
): Bus {
  return url === undefined ? notifyBus(database) : natsBus(url, say)
}
