import { newId, type Actor, type Kernel } from '#kernel'
import { LeaseLost, StepError } from './classify.ts'
import type { Claim } from './claims.ts'
import { finisher } from './finish-runs.ts'
import { journalWriter, readJournal } from './journal.ts'
import { outcomeOf, walkOf, type Outcome } from './outcome.ts'
import { isMended } from './parked.ts'
import { ownerOfRun } from './owner.ts'
import { programFor } from './programs.ts'
import { tick } from './tick.ts'
import { STEPS_AT_ONCE } from './walk.ts'

/** How long a claim holds; a node that dies loses its runs after that. */
const LEASE_MS = 10_000
/** Runs under way on one node: each is little more than its journal. */
const AT_ONCE = 256
/** Runs claimed by one statement. */
const CLAIM_MAX = 64
/** Timers are looked for this often at latest; a known one is waited for exactly. */
const POLL_MS = 1_000
/** More is due than may be taken: whoever ends wakes us, and else we look again after this. */
const CROWDED_MS = 50
/**
 * An organisation may have so many times as many runs under way as there is room left. Alone it gets two
 * thirds, of two each gets two fifths, and there is always room for who comes next.
 */
const BESIDE = 2
/** A run may be active for an hour unless its flow says less. */
const ACTIVE_MS_MAX = 3_600_000

export interface Engine extends AsyncDisposable {
  /** Something may be due: look now. */
  wake(): void
  /** Resolves with what this node saw of the run's end, or undefined when time runs out first. */
  ended(run: string, timeoutMs: number): Promise<Outcome | undefined>
  idle(): Promise<void>
}

/** Takes runs that are due, walks them, and writes how they ended. */
export function startEngine(kernel: Kernel): Engine {
  const node = newId()
  const { log, database } = kernel
  const running = new Map<string, { readonly claim: Claim; readonly abort: AbortController }>()
  const waiting = new Map<string, Set<(outcome: Outcome) => void>>()
  const write = journalWriter(kernel)
  const finish = finisher(kernel, () => wake())
  let looking: Promise<void> | undefined
  let again = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  /** When the timer goes off, and the nearest moment that a run of ours said since the last look. */
  let armedAt = 0
  let soonest = Infinity
  /** More was due than could be taken. */
  let crowded = false

  async function look(): Promise<void> {
    soonest = Infinity
    do {
      again = false
      const free = AT_ONCE - running.size
      if (stopped) return
      const [claims, ticked] = await Promise.all([claimed(free), tick(kernel)])
      if (ticked) again = true
      for (const claim of claims) void run(claim)
      if (claims.length === CLAIM_MAX) again = true
    } while (again)
    await plan()
  }

  async function claimed(free: number): Promise<Claim[]> {
    if (free <= 0) return []
    const busy = new Map<string, number>()
    for (const { claim } of running.values()) busy.set(claim.org, (busy.get(claim.org) ?? 0) + 1)
    const allowed = [...busy.values()].map((mine) => BESIDE * free - mine)
    return database.system<Claim>`
      SELECT * FROM flows.claim_runs(${node}, ${Math.min(free, CLAIM_MAX)}, ${LEASE_MS}, ${[...busy.keys()]}::uuid[], ${allowed}::int[])`
  }

  async function plan(): Promise<void> {
    const [next] = await database.system<{ at: string | null }>`SELECT flows.next_due() AS at`
    const now = Date.now()
    const at = Math.min(next?.at ? Date.parse(next.at) : Infinity, soonest)
    crowded = at <= now
    arm(crowded ? CROWDED_MS : Math.max(Math.min(at - now, POLL_MS), 1))
  }

  function arm(inMs: number): void {
    clearTimeout(timer)
    if (stopped) return
    armedAt = Date.now() + inMs
    timer = setTimeout(wake, inMs)
    timer.unref()
  }

  /** A run went to sleep: if it is due before we would look, we look then. */
  function sleeps({ due }: { readonly due: Date | undefined }): void {
    if (!due) return
    soonest = Math.min(soonest, due.getTime())
    if (soonest < armedAt) arm(Math.max(soonest - Date.now(), 1))
  }

  function wake(): void {
    if (stopped) return
    if (looking) {
      again = true
      return
    }
    looking = look()
      .catch((error: unknown) => {
        log.warn({ error: String(error) }, 'runs could not be claimed')
        arm(POLL_MS)
      })
      .finally(() => {
        looking = undefined
        if (again) wake()
      })
  }

  async function run(claim: Claim): Promise<void> {
    const abort = new AbortController()
    running.set(claim.id, { claim, abort })
    const started = performance.now()
    try {
      const outcome = await stretch(claim, abort.signal)
      const activeMs = performance.now() - started
      if (await finish(claim.org, { claim, outcome, activeMs })) {
        for (const told of waiting.get(claim.id) ?? []) told(outcome)
        if (outcome.state === 'waiting') sleeps(outcome)
        if (
          outcome.state === 'waiting' &&
          outcome.parked &&
          (await isMended(kernel, claim, outcome.parked))
        )
          wake()
      }
    } catch (error) {
      if (!(error instanceof LeaseLost)) {
        log.warn({ run: claim.id, error: String(error) }, 'a run is given back')
        await giveBack(claim)
      }
    } finally {
      running.delete(claim.id)
      if (crowded || running.size >= AT_ONCE - CLAIM_MAX) wake()
    }
  }

  async function stretch(claim: Claim, signal: AbortSignal): Promise<Outcome> {
    const sql = database.reader(claim.org).sql
    try {
      const program = await programFor(sql, claim.org, claim.flow, claim.version)
      const limit = program.flow.timeoutMs ?? ACTIVE_MS_MAX
      if (claim.active_ms > limit)
        throw new StepError('timeout', `The run has been active for more than ${limit / 1000} s.`)
      const [journal, accounts] = await Promise.all([
        readJournal(kernel, claim, write),
        accountsOf(sql, claim),
      ])
      let owner: Promise<Actor> | undefined
      let asked = 0
      return await outcomeOf({
        ...walkOf(kernel, program, claim, STEPS_AT_ONCE),
        journal,
        accounts,
        programFor: (flow, version) => programFor(sql, claim.org, flow, version),
        // Rights as of now; asked anew each second, as doors do.
        owner: () => {
          if (!owner || Date.now() - asked > 1000) {
            asked = Date.now()
            owner = ownerOfRun(kernel, claim.org, claim.owner)
          }
          return owner
        },
        signal,
      })
    } catch (error) {
      if (error instanceof StepError) return { state: 'failed', error }
      throw error
    }
  }

  /** At once another try, if the database lets us say so; else when the lease runs out. */
  async function giveBack({ org, id, fence }: Claim): Promise<void> {
    await database.reader(org)
      .sql`UPDATE flows.run SET state = 'ready', due_at = clock_timestamp() + interval '500 ms', holder = NULL WHERE org = ${org} AND id = ${id} AND fence = ${fence} AND state = 'running'`.catch(
      () => undefined,
    )
  }

  const beating = setInterval(() => {
    const mine = [...running.values()]
    if (mine.length === 0) return
    const claims = mine.map(({ claim }) => claim)
    void database.system<{ id: string }>`
      SELECT beat AS id FROM flows.beat(${node}, ${claims.map(({ org }) => org)}::uuid[], ${claims.map(({ id }) => id)}::uuid[], ${claims.map(({ fence }) => fence)}::bigint[], ${LEASE_MS})`
      .then((rows) => {
        const kept = new Set(rows.map(({ id }) => id))
        for (const { claim, abort } of mine) if (!kept.has(claim.id)) abort.abort()
      })
      .catch(() => undefined)
  }, LEASE_MS / 3)
  beating.unref()
  wake()

  return {
    wake,
    ended(id, timeoutMs) {
      return new Promise((resolve) => {
        const told = (outcome: Outcome | undefined): void => {
          if (outcome?.state === 'waiting') return
          clearTimeout(late)
          waiting.get(id)?.delete(told)
          if (waiting.get(id)?.size === 0) waiting.delete(id)
          resolve(outcome)
        }
        const late = setTimeout(told, timeoutMs, undefined)
        waiting.set(id, (waiting.get(id) ?? new Set()).add(told))
      })
    },
    async idle() {
      for (;;) {
        const [next] = await database.system<{ at: string | null }>`SELECT flows.next_due() AS at`
        const due = next?.at && Date.parse(next.at) <= Date.now() + 20
        if (!due && running.size === 0 && !looking) return
        wake()
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    async [Symbol.asyncDispose]() {
      stopped = true
      clearInterval(beating)
      clearTimeout(timer)
      await looking
      for (const { abort } of running.values()) abort.abort()
      const mine = [...running.values()].map(({ claim }) => claim)
      await Promise.race([
        Promise.all(mine.map(giveBack)),
        new Promise((resolve) => setTimeout(resolve, 2_000).unref()),
      ])
    },
  }
}

async function accountsOf(
  sql: Kernel['database']['system'],
  { org, flow }: Claim,
): Promise<Record<string, string>> {
  const [row] = await sql<{ accounts: Record<string, string> | null }>`
    SELECT accounts FROM flows.flow WHERE org = ${org} AND id = ${flow}`
  return row?.accounts ?? {}
}
