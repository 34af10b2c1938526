import type { Log } from './context.ts'
import type { Sql } from './database.ts'
import { eventsAfter, REPLAY_MAX, type Position } from './events.ts'
import type { StreamEvent } from './kernel.ts'

/** Looked for this often when nobody wakes us: bounds how late a revocation on another node is seen. */
const POLL_MS = 400
/** Between two looks, however often we are woken: a busy neighbour is read in batches. */
const GAP_MS = 4

export interface Follower {
  /** Something was committed elsewhere: look now. */
  wake(): void
  /** A transaction of this node, which has told its sockets itself. */
  ours(xid: string): void
  /** Looks once more and ends. */
  stop(): Promise<void>
}

/**
 * Tells this node what the others commit, from a snapshot on, in commit order. The log in PostgreSQL is
 * read, woken or not; a reading that fails is read again from the same place.
 */
export function follow(
  system: Sql,
  from: string,
  tell: (event: StreamEvent) => void,
  log: Log,
): Follower {
  const own = new Set<string>()
  let position: Position = { snapshot: from }
  let looking: Promise<void> | undefined
  let again = false
  let failing = false
  let stopped = false

  const look = async (): Promise<void> => {
    for (let full = true; full;) {
      const found = await eventsAfter(system, position, REPLAY_MAX, [...own])
      for (const event of found.events) if (!own.has(event.xid)) tell(event)
      position = found.position
      full = position.upto !== undefined
    }
    forget(own, position.snapshot)
  }
  const wake = (): void => {
    if (looking) {
      again = true
      return
    }
    again = false
    looking = look()
      .then(
        () => (failing = false),
        (error: unknown) => {
          if (!failing && !stopped)
            log.warn(
              { error: String(error) },
              'what other nodes did could not be read; tried again',
            )
          failing = true
        },
      )
      .then(() => new Promise<void>((done) => void setTimeout(done, GAP_MS)))
      .finally(() => {
        looking = undefined
        if (again && !stopped && !failing) wake()
      })
  }
  const timer = setInterval(wake, POLL_MS)
  timer.unref()
  return {
    wake,
    ours: (xid) => void own.add(xid),
    async stop() {
      stopped = true
      clearInterval(timer)
      await looking
      await look().catch(() => undefined)
    },
  }
}

/** What ended before the snapshot is never read again. */
function forget(own: Set<string>, snapshot: string): void {
  const oldest = BigInt(snapshot.split(':', 1)[0]!)
  for (const xid of own) if (BigInt(xid) < oldest) own.delete(xid)
}
