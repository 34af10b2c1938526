import type { Log } from '#kernel/context'
import type { Database, Session } from '#kernel/database'
import type { Plan } from '#kernel/records/plan'
import { slotPart, KEEP } from './parts.ts'
import { assignSlots, type Shapes } from './shape.ts'

/** From here on an entity is filtered and sorted by typed indexes; below, reading its documents is as quick. */
export const GROWN_ROWS = 2000
/** How often writers of an entity make us look whether it has grown. */
const LOOK_EVERY = 500
/** An import that goes on is not slowed down by filling at the same time. */
const QUIET_MS = 2000
const CHUNK = 2000

/** Notices entities that have grown and fills their slots, a chunk at a time, while everybody works. */
export function makeGrowth(database: Database, shapes: Shapes, log: Log) {
  const writes = new Map<string, number>()
  const waiting = new Map<string, { org: string; plan: Plan; after: number }>()
  let working: Promise<void> | undefined
  let stopped = false

  const look = (org: string, plan: Plan, after: number): void => {
    waiting.set(`${org} ${plan.entity.shared!.id}`, { org, plan, after })
    working ??= work().finally(() => (working = undefined))
  }

  const work = async (): Promise<void> => {
    while (waiting.size && !stopped) {
      const due = [...waiting].find(([, { after }]) => after <= Date.now())
      if (!due) {
        await new Promise((resolve) => setTimeout(resolve, 50).unref())
        continue
      }
      waiting.delete(due[0])
      await grow(due[1].org, due[1].plan).catch((error: unknown) =>
        log.error({ error }, 'an entity that has grown could not be prepared for it'),
      )
    }
  }

  const grow = async (org: string, plan: Plan): Promise<void> => {
    const entity = plan.entity.shared!.id
    const known = (await shapes.of(org)).get(entity)
    if (known?.state === 'ready') return
    if (!known && !(await begin(org, plan))) return
    await settled(org, entity)
    while (!stopped && (await fill(org, entity)));
    shapes.forget(org)
  }

  /** From the moment this commits, writers fill slots themselves. */
  const begin = (org: string, plan: Plan): Promise<boolean> =>
    database.transaction(org, async ({ sql }) => {
      const entity = plan.entity.shared!.id
      const rows = await sql`
        INSERT INTO rec.shape (org, entity, state, slots)
        SELECT ${org}::uuid, ${entity}::uuid, 'filling', ${JSON.stringify(assignSlots(plan))}::jsonb
        WHERE ${GROWN_ROWS} <= (SELECT count(*) FROM (SELECT FROM rec.record WHERE org = ${org} AND entity = ${entity} LIMIT ${GROWN_ROWS}) r)
        ON CONFLICT DO NOTHING RETURNING 1`
      return rows.length > 0
    })

  /** Waits for writers that began before the shape did and could not know of it. */
  const settled = async (org: string, entity: string): Promise<void> => {
    for (;;) {
      const [row] = await database.reader(org).sql<{ past: boolean }>`
        SELECT pg_snapshot_xmin(pg_current_snapshot()) > xid AS past FROM rec.shape WHERE org = ${org} AND entity = ${entity}`
      if (row?.past !== false || stopped) return
      await new Promise((resolve) => setTimeout(resolve, 20).unref())
    }
  }

  /** The next chunk in the order of ids; false when there is no more. */
  const fill = (org: string, entity: string): Promise<boolean> =>
    database.transaction(org, async (session) => {
      const { sql } = session
      // One node fills an entity at a time.
      const [shape] = await sql<{ upto: string | null; state: string }>`
        SELECT upto, state FROM rec.shape WHERE org = ${org} AND entity = ${entity} FOR UPDATE`
      if (!shape || shape.state === 'ready') return false
      const { count, last } = await chunk(session, org, entity, shape.upto)
      if (count === CHUNK) {
        await sql`UPDATE rec.shape SET upto = ${last}, rows = rows + ${count} WHERE org = ${org} AND entity = ${entity}`
        return true
      }
      await sql`UPDATE rec.shape SET state = 'ready', upto = ${last ?? shape.upto}, rows = rows + ${count} WHERE org = ${org} AND entity = ${entity}`
      session.last(
        sql.text(
          "DO $$ BEGIN IF has_table_privilege('rec.slot', 'MAINTAIN') THEN ANALYZE rec.slot; END IF; EXCEPTION WHEN OTHERS THEN NULL; END $$",
          [],
        ),
      )
      return false
    })

  return {
    /** Records were written: now and then, see whether there are many. */
    wrote(org: string, plan: Plan, count: number): void {
      const key = `${org} ${plan.entity.shared!.id}`
      const sum = (writes.get(key) ?? Math.floor(Math.random() * LOOK_EVERY)) + count
      if (writes.size > 10_000) writes.clear()
      writes.set(key, sum % LOOK_EVERY)
      if (sum >= LOOK_EVERY || waiting.has(key))
        look(org, plan, Date.now() + (count > LOOK_EVERY ? QUIET_MS : 0))
    },
    /** A page took long, or filling was left half way by a node that ended. */
    look: (org: string, plan: Plan): void => look(org, plan, Date.now()),
    async settle(): Promise<void> {
      for (const one of waiting.values()) one.after = 0
      await working
    },
    async stop(): Promise<void> {
      stopped = true
      await working
    },
  }
}
export type Growth = ReturnType<typeof makeGrowth>

const NIL = '00000000-0000-0000-0000-000000000000'

async function chunk(
  { sql }: Session,
  org: string,
  entity: string,
  upto: string | null,
): Promise<{ count: number; last: string | null }> {
  const text = `WITH v AS MATERIALIZED (
      SELECT r.id, r.d FROM rec.record r WHERE r.org = $1 AND r.entity = $2::uuid AND r.id > $3::uuid
      ORDER BY r.id LIMIT ${CHUNK} FOR NO KEY UPDATE),
    s AS (${slotPart('v', '$2::uuid', KEEP)})
    SELECT count(*) AS count, (SELECT id FROM v ORDER BY id DESC LIMIT 1) AS last FROM v`
  const [row] = await sql.text<{ count: number; last: string | null }>(text, [
    org,
    entity,
    upto ?? NIL,
  ])
  return row!
}
