import { StepError } from '../classify.ts'
import type { Answer, Job } from './limits.ts'
import { ScriptProcess } from './process.ts'

/** One tenant has at most one of them, so that another's script finds a free one. */
const PROCESSES = 2
/** Scripts of one tenant that wait for a turn. */
const QUEUE_MAX = 200
/** A process with nothing to do goes after this. */
const IDLE_MS = 30_000

interface Waiting {
  readonly job: Job
  readonly resolve: (answer: Answer) => void
}

/** Tenants take turns; within one, first come first served. */
class Pool {
  readonly #queues = new Map<string, Waiting[]>()
  readonly #busy = new Set<string>()
  readonly #free = Array.from({ length: PROCESSES }, () => new ScriptProcess())
  #running = 0
  #idle: NodeJS.Timeout | undefined

  run(org: string, job: Job): Promise<Answer> {
    const queue = this.#queues.get(org) ?? []
    if (queue.length >= QUEUE_MAX)
      throw new StepError('unavailable', 'Too many scripts of your organisation wait for a turn.')
    return new Promise((resolve) => {
      queue.push({ job, resolve })
      this.#queues.set(org, queue)
      this.#next()
    })
  }

  stop(): void {
    clearTimeout(this.#idle)
    for (const process of this.#free) process.stop()
  }

  #next(): void {
    clearTimeout(this.#idle)
    for (const [org, queue] of this.#queues) {
      const process = this.#free.at(-1)
      if (!process) return
      if (this.#busy.has(org)) continue
      this.#free.pop()
      void this.#take(org, queue, process)
    }
    if (this.#running > 0) return
    this.#idle = setTimeout(() => this.stop(), IDLE_MS)
    this.#idle.unref()
  }

  async #take(org: string, queue: Waiting[], process: ScriptProcess): Promise<void> {
    const { job, resolve } = queue.shift()!
    // To the end of the line: the others come first.
    this.#queues.delete(org)
    if (queue.length) this.#queues.set(org, queue)
    this.#busy.add(org)
    this.#running++
    resolve(await process.run(job))
    this.#running--
    this.#busy.delete(org)
    this.#free.push(process)
    this.#next()
  }
}

/** One for the server's process. */
export const pool = new Pool()
