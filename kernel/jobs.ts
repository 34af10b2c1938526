import type { Log } from './context.ts'
import type { Database, Session, Sql } from './database.ts'
import { TenonError } from './errors.ts'
import type { PendingJob } from './unit.ts'

/** Tries before a job is set aside as dead, for a person to look at. */
const ATTEMPTS_MAX = 10
/** How long a claim holds; a node that dies loses it, and another goes on. */
const LEASE_MS = 60_000
/** Jobs at once on one node: they share the pool with people's calls. */
const CONCURRENCY = 4
/** Timers are looked for this often; what a command enqueues starts at once. */
const POLL_MS = 500

export interface Job {
  readonly org: string
  readonly id: string
  readonly module: string
  readonly action: string
  readonly input: unknown
  readonly on_behalf_of: string | null
  readonly attempts: number
  readonly lease: string
}

/**
 * Puts jobs in the only queue there is. Of a key, one job waits at most (the inbox): a second one asked for
 * meanwhile is covered by the first, whatever its input and time. A job that runs has given up its key, so another
 * may be asked for without waiting for it, and runs when it has ended; never two of a key at once. One that
 * fails comes back under its key, in its old place of its lane, and covers the one that was asked for since.
 *
 * Covered means: who asked is served by a job that begins later than he asked, but maybe before he commits. A job
 * that must see what he wrote takes a lock that he holds, or looks again for what is left.
 */
export function writeJobs(sql: Sql, jobs: readonly PendingJob[]): Promise<unknown> {
  const take = <V>(pick: (job: PendingJob) => V): V[] => jobs.map(pick)
  return sql`
    INSERT INTO kernel.job (org, id, module, action, input, on_behalf_of, lane, key, run_at)
    SELECT ${jobs[0]!.org}::uuid, j.id, j.module, j.action, j.input::jsonb, j.behalf, j.lane, j.key, coalesce(j.run_at, clock_timestamp())
    FROM unnest(${take((job) => job.id)}::uuid[], ${take((job) => job.module)}::text[], ${take((job) => job.action)}::text[],
      ${take((job) => JSON.stringify(job.input))}::text[], ${take((job) => job.onBehalfOf ?? null)}::text[], ${take((job) => job.options.lane ?? null)}::text[],
      ${take((job) => job.options.key ?? null)}::text[], ${take((job) => job.options.at?.toISOString() ?? null)}::timestamptz[])
      AS j(id, module, action, input, behalf, lane, key, run_at)
    ON CONFLICT (org, key) WHERE key IS NOT NULL AND state = 'waiting' DO NOTHING`
}

/** Ends a job inside the transaction that holds its effects: both commit or neither. A lost lease undoes the work. */
export async function finish(session: Session, job: Job): Promise<void> {
  const rows =
    await session.sql`DELETE FROM kernel.job WHERE org = ${job.org} AND id = ${job.id} AND lease = ${job.lease} RETURNING id`
  if (rows.length !== 1) throw new LostLease(`job ${job.id} is no longer ours`)
}
class LostLease extends Error {
  override readonly name = 'LostLease'
}

export interface Jobs {
  /** Something was enqueued: look now. */
  wake(): void
  idle(): Promise<void>
  stop(): Promise<void>
}

export function startJobs(database: Database, run: (job: Job) => Promise<void>, log: Log): Jobs {
  const running = new Set<Promise<void>>()
  let looking: Promise<void> | undefined
  let again = false
  let stopped = false

  const look = async (): Promise<void> => {
    do {
      again = false
      const free = CONCURRENCY - running.size
      if (free <= 0 || stopped) return
      const jobs = await database.system<Job>`SELECT * FROM kernel.claim_jobs(${free}, ${LEASE_MS})`
      for (const job of jobs) {
        const work = settle(job).finally(() => {
          running.delete(work)
          wake()
        })
        running.add(work)
      }
    } while (again)
  }

  const settle = async (job: Job): Promise<void> => {
    try {
      await run(job)
    } catch (error) {
      if (error instanceof LostLease) return
      const hopeless =
        error instanceof TenonError && ['invalid', 'forbidden', 'notFound'].includes(error.kind)
      const dead = hopeless || job.attempts >= ATTEMPTS_MAX
      log.warn(
        { job: job.id, action: job.action, attempts: job.attempts, dead, error: String(error) },
        'a job failed',
      )
      await giveBack(database, job, String(error).slice(0, 500), dead).catch(() => undefined)
    }
  }

  function wake(): void {
    if (stopped) return
    if (looking) {
      again = true
      return
    }
    looking = look()
      .catch((error: unknown) => log.error({ error: String(error) }, 'jobs could not be claimed'))
      .finally(() => {
        looking = undefined
        if (again) wake()
      })
  }

  const timer = setInterval(wake, POLL_MS)
  timer.unref()
  wake()

  return {
    wake,
    async idle() {
      for (;;) {
        const [counts] = await database.system<{ due: number }>`SELECT due FROM kernel.job_counts()`
        if (counts!.due === 0 && running.size === 0 && !looking) return
        wake()
        await Promise.race([...running, new Promise((resolve) => setTimeout(resolve, 20))])
      }
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await looking
      await Promise.allSettled(running)
    },
  }
}

/** Tries to give back; afterwards its lease runs out by itself. */
const GIVE_BACK_MAX = 3

/** Back to the queue after a pause that doubles, with some chance in it so that many do not return at once. */
async function giveBack(database: Database, job: Job, error: string, dead: boolean): Promise<void> {
  const pauseMs = Math.min(2 ** job.attempts * 500, 600_000) * (0.75 + Math.random() / 2)
  for (let left = GIVE_BACK_MAX; left > 0; left--) {
    try {
      await database.reader(job.org).sql`
        WITH covered AS (
          DELETE FROM kernel.job n USING kernel.job b
          WHERE NOT ${dead} AND b.org = ${job.org} AND b.id = ${job.id} AND b.lease = ${job.lease}
            AND n.org = b.org AND n.key = b.held AND n.state = 'waiting' RETURNING n.id)
        UPDATE kernel.job SET lease = NULL, lease_until = NULL, error = ${error}, state = ${dead ? 'dead' : 'waiting'},
          key = coalesce(held, key), held = NULL, run_at = clock_timestamp() + ${pauseMs} * interval '1 ms'
        WHERE org = ${job.org} AND id = ${job.id} AND lease = ${job.lease} AND (SELECT count(*) FROM covered) >= 0`
      return
    } catch (problem) {
      // Somebody asked for the next one at this very moment: it is there now, and covered.
      if (left === 1) throw problem
    }
  }
}
