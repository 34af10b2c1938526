import type { BaseContext } from '#kernel'
import { decode, encode } from './codec.ts'

const HOUR_MS = 3_600_000

/** Moves the oldest reports of a device into its hours, joining what lies there; answers how many reports. */
export async function packTail(
  ctx: Pick<BaseContext, 'sql' | 'org'>,
  device: string,
  most: number,
): Promise<number> {
  const rows = await ctx.sql<{ seq: string; data: Buffer }>`
    SELECT seq, data FROM devices.report WHERE org = ${ctx.org} AND device = ${device} ORDER BY seq LIMIT ${most}`
  const last = rows.at(-1)
  if (!last) return 0
  const hours = new Map<string, Points>()
  for (const { data } of rows)
    for (const { metric, at, value } of decode(data))
      at.forEach((time, n) => put(hours, metric, time, value[n]!))
  const found = [...hours.values()]
  const before = await ctx.sql<{ metric: number; hour: string; data: Buffer }>`
    SELECT h.metric, h.hour, h.data FROM unnest(${found.map(({ metric }) => metric)}::int[], ${found.map(({ hour }) => new Date(hour).toISOString())}::timestamptz[]) AS w(metric, hour)
    JOIN devices.hour h ON h.org = ${ctx.org} AND h.device = ${device} AND h.metric = w.metric AND h.hour = w.hour`
  for (const { data } of before)
    for (const { metric, at, value } of decode(data))
      at.forEach((time, n) => put(hours, metric, time, value[n]!))
  const made = found.map(({ metric, hour, points }) => {
    points.sort(([a], [b]) => a - b)
    const value = points.map(([, each]) => each)
    const data = encode([{ metric, at: points.map(([time]) => time), value }])
    return {
      metric,
      hour: new Date(hour).toISOString(),
      count: points.length,
      least: value.reduce((a, b) => Math.min(a, b)),
      most: value.reduce((a, b) => Math.max(a, b)),
      total: value.reduce((a, b) => a + b, 0),
      data: data.toString('base64'),
    }
  })
  const take = <V>(pick: (hour: (typeof made)[number]) => V): V[] => made.map(pick)
  await ctx.sql`
    INSERT INTO devices.hour AS h (org, device, metric, hour, count, least, most, total, data)
    SELECT ${ctx.org}::uuid, ${device}::uuid, m.metric, m.hour, m.count, m.least, m.most, m.total, decode(m.data, 'base64')
    FROM unnest(${take(({ metric }) => metric)}::int[], ${take(({ hour }) => hour)}::timestamptz[], ${take(({ count }) => count)}::int[],
      ${take(({ least }) => least)}::float8[], ${take(({ most: top }) => top)}::float8[], ${take(({ total }) => total)}::float8[],
      ${take(({ data }) => data)}::text[]) AS m(metric, hour, count, least, most, total, data)
    ON CONFLICT (org, device, metric, hour) DO UPDATE
      SET count = excluded.count, least = excluded.least, most = excluded.most, total = excluded.total, data = excluded.data`
  await ctx.sql`DELETE FROM devices.report WHERE org = ${ctx.org} AND device = ${device} AND seq <= ${last.seq}`
  return rows.length
}

interface Points {
  readonly metric: number
  readonly hour: number
  readonly points: [at: number, value: number][]
}

function put(hours: Map<string, Points>, metric: number, at: number, value: number): void {
  const hour = Math.floor(at / HOUR_MS) * HOUR_MS
  const key = `${metric} ${hour}`
  let one = hours.get(key)
  if (!one) hours.set(key, (one = { metric, hour, points: [] }))
  one.points.push([at, value])
}
