import { fail, type Kernel } from '#kernel'

/** How fast an account may be used. */
export interface Pace {
  readonly perSecond: number
  readonly burst: number
}

/** Nobody waits longer for his turn; who would have to is told when to come again. */
const WAIT_MS_MAX = 15_000
/** Who waits for one account on one node; more would only wait to be refused. */
const WAITING_MAX = 1000
/** What a node takes at once is for about this long, and lost to it after. */
const SLICE_MS = 250

interface Waiter {
  readonly until: number
  go(): void
  stop(error: unknown): void
}

interface Lane {
  /** Turns taken from the database and not yet given away. */
  slice: number
  sliceUntil: number
  /** By caller, whose turn comes next first. */
  readonly callers: Map<string, Waiter[]>
  waiting: number
  busy: boolean
  /** While there are no turns: when there will be one again. */
  readyAt: number
}

/**
 * One bucket of turns for each linked account, kept in the database for all nodes together. A node takes a
 * few at once and gives them to those who wait, one caller after the other, so that a thousand
 * requests of one flow do not stand before the one of another.
 */
export class Pacer {
  readonly #lanes = new Map<string, Lane>()
  readonly #kernel: Kernel

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  /** Resolves when it is this caller's turn; refuses as `limited` when that would take too long. */
  turn(
    org: string,
    account: string,
    pace: Pace,
    caller: string,
    waitMs = WAIT_MS_MAX,
  ): Promise<void> {
    const key = `${org} ${account}`
    const lane = this.#lanes.get(key) ?? newLane()
    this.#lanes.set(key, lane)
    if (lane.waiting === 0 && take(lane)) return Promise.resolve()
    if (lane.waiting >= WAITING_MAX) return Promise.reject(limited(WAIT_MS_MAX))
    const until = Date.now() + Math.min(waitMs, WAIT_MS_MAX)
    if (lane.readyAt > until) return Promise.reject(limited(lane.readyAt - Date.now()))
    return new Promise((resolve, reject) => {
      const queue = lane.callers.get(caller) ?? []
      queue.push({ until, go: resolve, stop: reject })
      lane.callers.set(caller, queue)
      lane.waiting++
      if (!lane.busy) void this.#serve(org, account, pace, lane, key)
    })
  }

  async #serve(org: string, account: string, pace: Pace, lane: Lane, key: string): Promise<void> {
    lane.busy = true
    try {
      while (lane.waiting > 0) {
        while (lane.waiting > 0 && take(lane)) next(lane)?.go()
        if (lane.waiting === 0) break
        const most = Math.max(1, Math.ceil((pace.perSecond * SLICE_MS) / 1000))
        const { granted, wait_ms } = await this.#take(
          org,
          account,
          Math.min(lane.waiting, most),
          pace,
        )
        lane.slice = granted
        lane.sliceUntil = Date.now() + SLICE_MS
        if (granted === 0) await this.#pause(lane, wait_ms)
      }
    } catch (error) {
      for (let waiter = next(lane); waiter; waiter = next(lane)) waiter.stop(error)
    }
    lane.busy = false
    if (lane.slice === 0) this.#lanes.delete(key)
  }

  async #take(org: string, account: string, wanted: number, { perSecond, burst }: Pace) {
    const [row] = await this.#kernel.database.reader(org).sql<{ granted: number; wait_ms: number }>`
      SELECT granted, wait_ms FROM vault.take(${org}, ${account}, ${wanted}, ${perSecond}, ${burst})`
    return row!
  }

  /** Whoever would still wait when his time is over is told at once. */
  async #pause(lane: Lane, waitMs: number): Promise<void> {
    const ready = (lane.readyAt = Date.now() + waitMs)
    for (const [caller, queue] of lane.callers) {
      const left = queue.filter((waiter) => waiter.until >= ready)
      for (const waiter of queue) if (waiter.until < ready) waiter.stop(limited(waitMs))
      lane.waiting -= queue.length - left.length
      if (left.length > 0) lane.callers.set(caller, left)
      else lane.callers.delete(caller)
    }
    if (lane.waiting > 0)
      await new Promise((done) => setTimeout(done, Math.min(Math.max(waitMs, 1), WAIT_MS_MAX)))
  }
}

const newLane = (): Lane => ({
  slice: 0,
  sliceUntil: 0,
  callers: new Map(),
  waiting: 0,
  busy: false,
  readyAt: 0,
})

function take(lane: Lane): boolean {
  if (lane.slice <= 0 || lane.sliceUntil < Date.now()) {
    lane.slice = 0
    return false
  }
  lane.slice--
  return true
}

/** The first of the first caller, who then stands last. */
function next(lane: Lane): Waiter | undefined {
  const [first] = lane.callers
  if (!first) return undefined
  const [caller, queue] = first
  const waiter = queue.shift()
  lane.callers.delete(caller)
  if (queue.length > 0) lane.callers.set(caller, queue)
  lane.waiting--
  return waiter
}

export const limited = (waitMs: number) => {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  return fail(
    'limited',
    'This linked account has been used as often as the service allows.',
    `Come again in ${seconds} s.`,
    { retry_after_s: seconds },
  )
}
