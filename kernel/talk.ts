import { BUS_BYTES_MAX, type Bus } from './bus.ts'
import type { StreamEvent } from './kernel.ts'

/** Wake-ups of a busy node go out together. */
const GAP_MS = 3
/** Signals waiting for that; more is a flood, and signals may be lost. */
const SIGNALS_MAX = 1000

export interface Talk {
  /** This node committed events or jobs: the others look. */
  committed(jobs: boolean): void
  signalled(event: StreamEvent): void
  hear(text: string): void
  /** What waits goes out now. */
  flush(): void
}

/** What nodes say to each other: look, take a job, and signals, which are nowhere else. */
export function makeTalk(
  bus: Bus,
  me: string,
  then: { wake(): void; jobs(): void; signal(event: StreamEvent): void },
): Talk {
  let waiting = nothing()
  let due: NodeJS.Timeout | undefined

  const soon = (): void => {
    due ??= setTimeout(flush, GAP_MS)
  }
  const flush = (): void => {
    if (!due) return
    clearTimeout(due)
    due = undefined
    const { wake, jobs, signals } = waiting
    waiting = nothing()
    const head = { from: me, ...(wake ? { wake } : {}), ...(jobs ? { jobs } : {}) }
    for (const part of parts(signals)) bus.tell(JSON.stringify({ ...head, ...part }))
  }
  return {
    committed(jobs) {
      waiting.wake = true
      waiting.jobs ||= jobs
      soon()
    },
    signalled(event) {
      if (waiting.signals.length >= SIGNALS_MAX) return
      waiting.signals.push(event)
      soon()
    },
    hear(text) {
      const heard = read(text)
      if (!heard || heard.from === me) return
      if (heard.wake) then.wake()
      if (heard.jobs) then.jobs()
      for (const event of heard.signals ?? []) then.signal(event)
    },
    flush,
  }
}

interface Heard {
  readonly from: string
  readonly wake?: boolean
  readonly jobs?: boolean
  readonly signals?: readonly StreamEvent[]
}

const nothing = () => ({ wake: false, jobs: false, signals: [] as StreamEvent[] })

/** What a stranger puts on the bus must not stop a node. */
function read(text: string): Heard | undefined {
  try {
    const heard = JSON.parse(text) as Heard | null
    return heard && typeof heard === 'object' ? heard : undefined
  } catch {
    return undefined
  }
}

/** As many signals as one message carries; one that is too large alone is lost. */
function* parts(signals: readonly StreamEvent[]): Iterable<{ signals?: readonly StreamEvent[] }> {
  const room = BUS_BYTES_MAX - 200
  let part: StreamEvent[] = []
  let bytes = 0
  for (const signal of signals) {
    const size = Buffer.byteLength(JSON.stringify(signal)) + 1
    if (size > room) continue
    if (bytes + size > room) {
      yield { signals: part }
      part = []
      bytes = 0
    }
    part.push(signal)
    bytes += size
  }
  yield part.length > 0 ? { signals: part } : {}
}
