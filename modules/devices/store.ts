import { rowsOf, writing, type BaseContext } from '#kernel'
import type { Row, Standing } from './ingest.ts'

/** Sends reports and what they changed on their way with COMMIT, in one statement; nobody waits for it. */
export function store(ctx: BaseContext, devices: readonly Standing[], rows: readonly Row[]): void {
  const draft = writing(ctx.org)
  const take = <V>(type: string, pick: (device: Standing) => V) =>
    [type, devices.map(pick)] as const
  const { from, at } = rowsOf(draft, 'x', {
    id: take('uuid', ({ id }) => id),
    next: take('bigint', ({ next_seq }) => next_seq),
    missing: take('bigint', ({ missing }) => missing),
    tail: take('bigint', ({ tail }) => tail),
    seen: take('timestamptz', ({ seen_at }) => seen_at),
    latest: take('text', ({ latest }) => JSON.stringify(latest)),
    watch: take('text', ({ watch }) => JSON.stringify(watch)),
    online: take('boolean', ({ online }) => online),
  })
  const update = `UPDATE devices.device d SET next_seq = ${at.next}, missing = ${at.missing}, tail = ${at.tail}, seen_at = ${at.seen},
    latest = ${at.latest}::jsonb, watch = ${at.watch}::jsonb, online = ${at.online} ${from} WHERE d.org = $1 AND d.id = ${at.id}`
  if (rows.length === 0) return ctx.last(ctx.sql.prepared(update, draft.values))
  const column = <V>(type: string, pick: (row: Row) => V) => [type, rows.map(pick)] as const
  const made = rowsOf(draft, 'r', {
    device: column('uuid', ({ device }) => device),
    seq: column('bigint', ({ seq }) => seq),
    count: column('int', ({ count }) => count),
    begun: column('timestamptz', ({ from: first }) => new Date(first).toISOString()),
    ended: column('timestamptz', ({ until }) => new Date(until).toISOString()),
    data: column('text', ({ data }) => data.toString('base64')),
  })
  const { at: r } = made
  const text = `WITH d AS (${update}) INSERT INTO devices.report (org, device, seq, count, from_at, until_at, data)
    SELECT $1::uuid, ${r.device}, ${r.seq}, ${r.count}, ${r.begun}, ${r.ended}, decode(${r.data}, 'base64') ${made.from}`
  ctx.last(ctx.sql.prepared(text, draft.values))
}
