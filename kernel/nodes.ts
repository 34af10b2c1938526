import { setTimeout as sleep } from 'node:timers/promises'
import { OPERATOR_ORG } from './actor.ts'
import type { Bus } from './bus.ts'
import type { Log } from './context.ts'
import type { Database, Session } from './database.ts'
import { follow, type Follower } from './follow.ts'
import { newId } from './id.ts'
import type { StreamEvent } from './kernel.ts'
import { makeTalk } from './talk.ts'

/** How long others may not know of a node that starts or dies. */
const BEAT_MS = 1000
/** A node silent for this long is not waited for. */
const SILENT_MS = 3 * BEAT_MS
/** Silent for this long it is taken for gone: nobody follows it any more. */
const GONE_MS = 60_000
/** A node that starts asks this often whether the others have seen it. */
const ASK_MS = 100
/** Ids are times, and readers go by them: nodes whose clocks differ more would hide each other's rows. */
const CLOCK_MS_MAX = 1000

export interface NodesOptions {
  readonly database: Database
  readonly bus: Bus
  readonly log: Log
  /** Kept over restarts where there is a place to keep it, so that a node is not taken for its own neighbour. */
  readonly id: string
  readonly name: string
  /** Sealed with this node's master key, and asked of every other's. */
  readonly mark: string
  readonly opens: (mark: string) => boolean
  /** What another node committed, or signalled. */
  readonly tell: (event: StreamEvent) => void
  readonly jobs: () => void
}

export interface Nodes extends AsyncDisposable {
  /** Other nodes that serve from this database. */
  others(): readonly string[]
  /** To be asked inside a transaction of this node, whose events it tells itself. */
  ours(session: Session): void
  /** This node committed events or jobs: the others look. */
  committed(jobs: boolean): void
  signalled(event: StreamEvent): void
}

interface Neighbour {
  readonly id: string
  readonly name: string
  readonly knows: boolean
  readonly silent: boolean
}

/**
 * Makes several processes on one database one server. Alone, a node only beats; it follows the log and
 * uses the bus while others are there. A node that starts serves nobody until those that live follow it.
 */
export async function joinNodes(options: NodesOptions): Promise<Nodes> {
  const { database, bus, log } = options
  const run = newId()
  const { sql } = database.reader(OPERATOR_ORG)
  let id = options.id
  let first = true
  let neighbours: readonly Neighbour[] = []
  let before = ''
  let follower: Follower | undefined
  let beating: Promise<void> | undefined
  let failing = false
  let stopped = false
  let wrongBy = 0

  const beat = async (): Promise<void> => {
    const knows = neighbours.map((each) => each.id)
    const asked = Date.now()
    const [row] = await sql<{
      snapshot: string
      here: boolean
      clock: number
      others: Neighbour[] | null
    }>`
      WITH gone AS (
        DELETE FROM kernel.node WHERE org = ${OPERATOR_ORG} AND seen_at < clock_timestamp() - ${GONE_MS} * interval '1 ms' AND id <> ${id}
      ), mine AS (
        INSERT INTO kernel.node AS n (org, id, run, name, mark, knows) VALUES (${OPERATOR_ORG}, ${id}, ${run}, ${options.name}, ${options.mark}, ${knows}::uuid[])
        ON CONFLICT (org, id) DO UPDATE SET run = excluded.run, name = excluded.name, mark = excluded.mark, knows = excluded.knows, seen_at = clock_timestamp()
        WHERE n.run = excluded.run OR ${first}
        RETURNING 1
      )
      SELECT pg_current_snapshot()::text AS snapshot, EXISTS (SELECT FROM mine) AS here, (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS clock, set_config('synchronous_commit', 'off', true),
        (SELECT jsonb_agg(jsonb_build_object('id', id, 'name', name, 'knows', ${id}::uuid = ANY (knows),
            'silent', seen_at < clock_timestamp() - ${SILENT_MS} * interval '1 ms'))
          FROM kernel.node WHERE org = ${OPERATOR_ORG} AND id <> ${id} AND seen_at >= clock_timestamp() - ${GONE_MS} * interval '1 ms') AS others`
    first = false
    if (!row!.here) {
      log.warn(
        { node: id },
        'another process has taken this node’s id: does it use the same TENON_DATA?',
      )
      id = newId()
      first = true
    }
    const off = offBy(row!.clock, asked)
    if (off > CLOCK_MS_MAX && off > wrongBy * 2) {
      wrongBy = off
      log.warn(
        { off_ms: off },
        'this machine’s clock differs from the database’s: synchronise both',
      )
    }
    // What committed before this node was followed is not known: the last look at which it was not there.
    await meet(row!.others ?? [], before || row!.snapshot)
    before = row!.snapshot
  }

  const meet = async (found: readonly Neighbour[], since: string): Promise<void> => {
    const fresh = found.filter((each) => !neighbours.some(({ id: known }) => known === each.id))
    neighbours = found
    if (found.length > 0 && !follower) {
      follower = follow(database.system, since, options.tell, log)
      bus.join(channel, { hear: talk.hear, back: () => follower?.wake() })
    } else if (found.length === 0 && follower) {
      const last = follower
      follower = undefined
      await Promise.all([last.stop(), bus.leave()])
    }
    if (fresh.length > 0) {
      log.info({ nodes: found.map(({ name }) => name) }, 'other nodes serve from this database')
      // They wait for being known.
      if (!stopped) await beat()
    }
  }

  const talk = makeTalk(bus, run, {
    wake: () => follower?.wake(),
    jobs: options.jobs,
    signal: options.tell,
  })
  const pulse = (): void => {
    beating ??= beat()
      .then(
        () => (failing = false),
        (error: unknown) => {
          if (!failing) log.warn({ error: String(error) }, 'this node could not tell that it lives')
          failing = true
        },
      )
      .then(() => (beating = undefined))
  }

  const channel = await channelOf(database)
  await requireFit(database, options)
  await beat()
  const waited = Date.now()
  while (
    neighbours.some(({ knows, silent }) => !knows && !silent) &&
    Date.now() - waited < 2 * SILENT_MS
  ) {
    await sleep(ASK_MS)
    await beat()
  }
  const timer = setInterval(pulse, BEAT_MS)
  timer.unref()

  return {
    others: () => neighbours.map(({ name }) => name),
    ours(session) {
      if (!follower) return
      const here = follower
      session.last(
        session.sql<{ xid: string }>`SELECT pg_current_xact_id()::text AS xid`.then(([row]) =>
          here.ours(row!.xid),
        ),
      )
    },
    committed(jobs) {
      if (follower) talk.committed(jobs)
    },
    signalled(event) {
      if (follower) talk.signalled(event)
    },
    async [Symbol.asyncDispose]() {
      stopped = true
      clearInterval(timer)
      await beating
      talk.flush()
      await follower?.stop()
      await sql`DELETE FROM kernel.node WHERE org = ${OPERATOR_ORG} AND id = ${id} AND run = ${run}`.catch(
        () => undefined,
      )
      await bus[Symbol.asyncDispose]()
    },
  }
}

/** By how much at least, whenever within the round trip the database looked at its clock. */
function offBy(clock: number, asked: number): number {
  return Math.max(0, asked - clock, clock - Date.now())
}

/** Several installations may share a bus; the database tells them apart. */
async function channelOf({ system }: Database): Promise<string> {
  const [row] = await system<{ id: string }>`
    SELECT md5((SELECT system_identifier FROM pg_control_system()) || ' ' || current_database()) AS id`
  return `tenon.${row!.id}`
}

/** Refuses to stand beside living nodes with another key, or with a clock that runs apart. */
async function requireFit(database: Database, { id, opens }: NodesOptions): Promise<void> {
  const asked = Date.now()
  const others = await database.reader(OPERATOR_ORG).sql<{
    name: string
    mark: string
    clock: number
  }>`
    SELECT name, mark, (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS clock FROM kernel.node
    WHERE org = ${OPERATOR_ORG} AND id <> ${id} AND seen_at >= clock_timestamp() - ${SILENT_MS} * interval '1 ms'`
  for (const { name, mark, clock } of others) {
    if (!opens(mark))
      throw new Error(
        `The node ${name} on this database has another master key: copy its TENON_MASTER_KEY_FILE to every node.`,
      )
    const off = offBy(clock, asked)
    if (off > CLOCK_MS_MAX)
      throw new Error(
        `This machine’s clock is ${(off / 1000).toFixed(1)} s off the database’s. Nodes need clocks within a second of each other: synchronise it (chrony, systemd-timesyncd), then start again.`,
      )
  }
}
