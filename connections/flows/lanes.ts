import type { Sql } from '#kernel'
import { uuidOf, type Asked } from './asked.ts'

type Placed<D> = D & { readonly state: string; readonly dueInMs: number | undefined }

/** Runs of one key that have not ended. */
interface Under {
  readonly id: string
  readonly lane: string
  readonly flow: string
  readonly state: string
  readonly begun: boolean
  readonly items: number
  readonly age_ms: number
}

/**
 * Decides what becomes of runs that have an order. The row of their lane is locked from here to COMMIT,
 * as it is when a run of it ends, so none is forgotten between the two.
 */
export async function inLanes<D extends Asked & { readonly id: string }>(
  sql: Sql,
  org: string,
  drafts: readonly D[],
): Promise<Placed<D>[]> {
  const laned = drafts.filter(({ lane }) => lane !== undefined)
  const parked = await lockLanes(sql, org, laned)
  const under = new Map<string, Under[]>()
  for (const row of await activeIn(sql, org, laned))
    under.set(keyOf(row), [...(under.get(keyOf(row)) ?? []), row])
  const placed: Placed<D>[] = []
  for (const draft of drafts) {
    if (draft.lane === undefined) placed.push({ ...draft, state: 'ready', dueInMs: 0 })
    else {
      const before = under.get(keyOf(draft)) ?? []
      const made = await place(sql, org, draft, before, parked.has(keyOf(draft)), placed)
      if (made) {
        placed.push(made)
        const { id, flow, state } = made
        const row = { id, flow, lane: draft.lane, state, begun: false, items: 1, age_ms: 0 }
        under.set(keyOf(draft), [...before, row])
      }
    }
  }
  return placed
}

const keyOf = ({ flow, lane }: { flow: string; lane?: string | undefined }): string =>
  `${flow} ${lane}`

async function place<D extends Asked & { readonly id: string }>(
  sql: Sql,
  org: string,
  draft: D,
  before: readonly Under[],
  parked: boolean,
  placed: Placed<D>[],
): Promise<Placed<D> | undefined> {
  const order = draft.program.flow.order!
  const active = before.filter(({ state }) => state !== 'cancelled')
  if (order.kind === 'collect') {
    const open = active.findLast(({ state, items }) => state === 'collecting' && items < order.max)
    if (!open) {
      const input = { items: [draft.input] }
      return { ...draft, input, state: 'collecting', dueInMs: order.quietMs }
    }
    const mine = placed.findIndex(({ id }) => id === open.id)
    if (mine >= 0) {
      const first = placed[mine]!
      const items = [...(first.input as { items: unknown[] }).items, draft.input]
      placed[mine] = { ...first, input: { items } }
      ;(open as { items: number }).items = items.length
      await remember(sql, org, draft, open.id)
      return undefined
    }
    const wait = Math.max(Math.min(order.quietMs, order.mostMs - open.age_ms), 0)
    await sql`
      UPDATE flows.run SET input = jsonb_set(input, '{items}', (input -> 'items') || jsonb_build_array(${JSON.stringify(draft.input ?? null)}::jsonb)),
        due_at = clock_timestamp() + ${wait} * interval '1 ms', rev = rev + 1 WHERE org = ${org} AND id = ${open.id}`
    ;(open as { items: number }).items += 1
    await remember(sql, org, draft, open.id)
    return undefined
  }
  if (order.kind === 'reject' && active.length > 0)
    return { ...draft, state: 'cancelled', dueInMs: undefined }
  if (order.kind === 'newest') {
    const idle = active.filter(({ begun }) => !begun)
    for (const [index, other] of placed.entries())
      if (idle.some(({ id }) => id === other.id))
        placed[index] = { ...other, state: 'cancelled', dueInMs: undefined }
    await sql`
      UPDATE flows.run SET state = 'cancelled', ended_at = clock_timestamp(), due_at = NULL, error = 'A newer run took its place.', rev = rev + 1
      WHERE org = ${org} AND id = ANY(${idle.map(({ id }) => id)}::uuid[])`
    for (const each of idle) (each as { state: string }).state = 'cancelled'
    const busy = active.some(({ begun }) => begun)
    return { ...draft, state: busy ? 'queued' : 'ready', dueInMs: busy ? undefined : 0 }
  }
  const waits = parked || active.length > 0
  return { ...draft, state: waits ? 'queued' : 'ready', dueInMs: waits ? undefined : 0 }
}

/** A delivery that joined another's run: the same one again finds that run. */
async function remember(sql: Sql, org: string, draft: Asked, run: string): Promise<void> {
  if (draft.key === undefined) return
  await sql`INSERT INTO flows.inbox (org, flow, key, run) VALUES (${org}, ${draft.flow}, ${uuidOf(draft.key)}, ${run}) ON CONFLICT DO NOTHING`
}

/** In the order of their keys, so that two transactions never wait for each other in a circle. */
async function lockLanes(sql: Sql, org: string, laned: readonly Asked[]): Promise<Set<string>> {
  const keys = [...new Set(laned.map(keyOf))].toSorted()
  const parts = keys.map((key) => [key.slice(0, 36), key.slice(37)] as const)
  const rows = await sql<{ flow: string; key: string; parked: boolean }>`
    INSERT INTO flows.lane AS l (org, flow, key) SELECT ${org}::uuid, k.flow, k.key
    FROM unnest(${parts.map(([flow]) => flow)}::uuid[], ${parts.map(([, key]) => key)}::text[]) WITH ORDINALITY AS k(flow, key, n) ORDER BY k.n
    ON CONFLICT (org, flow, key) DO UPDATE SET at = now() RETURNING flow, key, parked`
  return new Set(rows.flatMap(({ flow, key, parked }) => (parked ? [`${flow} ${key}`] : [])))
}

function activeIn(sql: Sql, org: string, laned: readonly Asked[]): Promise<Under[]> {
  return sql<Under>`
    SELECT r.id, r.lane, r.flow, r.state, r.started_at IS NOT NULL AS begun,
      CASE WHEN r.state = 'collecting' THEN jsonb_array_length(r.input -> 'items') ELSE 0 END AS items,
      extract(epoch FROM clock_timestamp() - r.created_at)::float8 * 1000 AS age_ms
    FROM flows.run r WHERE r.org = ${org} AND r.state IN ('queued', 'collecting', 'ready', 'running', 'waiting')
      AND (r.flow, r.lane) IN (SELECT * FROM unnest(${laned.map(({ flow }) => flow)}::uuid[], ${laned.map(({ lane }) => lane!)}::text[]))
    ORDER BY r.id`
}
