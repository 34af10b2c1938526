import type { BaseContext } from '#kernel'
import { decode, type Series } from './codec.ts'

type Here = Pick<BaseContext, 'sql' | 'org'>
export interface Bucket {
  readonly at: string
  readonly least: number
  readonly most: number
  readonly mean: number
  readonly count: number
}
interface Asked {
  readonly device: string
  readonly metric: number
  readonly from: number
  readonly until: number
  readonly stepMs: number
}

const HOUR_MS = 3_600_000
/** Widths that a chart may have, so that its marks stand on round times. */
const STEPS_S = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
  172_800, 604_800,
]
/** More points than this are not unpacked for one chart: then hours are the finest there is. */
const UNPACKED_MAX = 600_000
/** Rows unpacked before others get their turn. */
const TURN = 40

/** The narrowest width with which at most so many buckets fit. */
export const stepFor = (from: number, until: number, most: number): number =>
  1000 * (STEPS_S.find((step) => (until - from) / (step * 1000) <= most) ?? STEPS_S.at(-1)!)

/** Least, most and mean of each bucket that holds something, in order of time. */
export async function buckets(
  ctx: Here,
  asked: Asked,
): Promise<{ items: Bucket[]; stepMs: number }> {
  const { device, metric, from, until } = asked
  const [size] = await ctx.sql<{ count: string | null }>`
    SELECT sum(count) AS count FROM devices.hour WHERE org = ${ctx.org} AND device = ${device} AND metric = ${metric}
      AND hour > to_timestamp(${(from - HOUR_MS) / 1000}) AND hour < to_timestamp(${until / 1000})`
  const coarse = asked.stepMs >= HOUR_MS || Number(size?.count ?? 0) > UNPACKED_MAX
  const stepMs = coarse ? Math.max(asked.stepMs, HOUR_MS) : asked.stepMs
  const into = gather(stepMs)
  if (coarse) await addHours(ctx, asked, into)
  else for await (const bytes of packed(ctx, asked)) add(decode(bytes), asked, into)
  for await (const bytes of reports(ctx, asked)) add(decode(bytes), asked, into)
  return { items: into.items(), stepMs }
}

function gather(stepMs: number) {
  const found = new Map<number, { least: number; most: number; total: number; count: number }>()
  return {
    put(at: number, least: number, most: number, total: number, count: number): void {
      const key = Math.floor(at / stepMs)
      const one = found.get(key)
      if (!one) return void found.set(key, { least, most, total, count })
      if (least < one.least) one.least = least
      if (most > one.most) one.most = most
      one.total += total
      one.count += count
    },
    items: (): Bucket[] =>
      [...found]
        .sort(([a], [b]) => a - b)
        .map(([key, { least, most, total, count }]) => ({
          at: new Date(key * stepMs).toISOString(),
          least,
          most,
          mean: total / count,
          count,
        })),
  }
}
type Gathered = ReturnType<typeof gather>

function add(all: readonly Series[], { metric, from, until }: Asked, into: Gathered): void {
  for (const { metric: of, at, value } of all) {
    if (of !== metric) continue
    for (let n = 0; n < at.length; n++) {
      const time = at[n]!
      if (time >= from && time < until) into.put(time, value[n]!, value[n]!, value[n]!, 1)
    }
  }
}

async function addHours(ctx: Here, { device, metric, from, until }: Asked, into: Gathered) {
  const rows = await ctx.sql<{
    at: string
    least: number
    most: number
    total: number
    count: number
  }>`
    SELECT hour AS at, least, most, total, count FROM devices.hour
    WHERE org = ${ctx.org} AND device = ${device} AND metric = ${metric}
      AND hour >= to_timestamp(${Math.floor(from / HOUR_MS) * 3600}) AND hour < to_timestamp(${until / 1000})`
  for (const { at, least, most, total, count } of rows)
    into.put(Date.parse(at), least, most, total, count)
}

async function* packed(ctx: Here, { device, metric, from, until }: Asked) {
  let after = Math.floor(from / HOUR_MS) * 3600 - 1
  for (;;) {
    const rows = await ctx.sql<{ hour: string; data: Buffer }>`
      SELECT hour, data FROM devices.hour WHERE org = ${ctx.org} AND device = ${device} AND metric = ${metric}
        AND hour > to_timestamp(${after}) AND hour < to_timestamp(${until / 1000}) ORDER BY hour LIMIT ${TURN}`
    for (const { data } of rows) yield data
    if (rows.length < TURN) return
    after = Date.parse(rows.at(-1)!.hour) / 1000
  }
}

async function* reports(
  ctx: Here,
  { device, from, until }: Pick<Asked, 'device' | 'from' | 'until'>,
) {
  let after = 0
  for (;;) {
    const rows = await ctx.sql<{ seq: string; data: Buffer }>`
      SELECT seq, data FROM devices.report WHERE org = ${ctx.org} AND device = ${device} AND seq > ${after}
        AND until_at >= to_timestamp(${from / 1000}) AND from_at < to_timestamp(${until / 1000}) ORDER BY seq LIMIT ${TURN * 25}`
    for (const { data } of rows) yield data
    if (rows.length < TURN * 25) return
    after = Number(rows.at(-1)!.seq)
  }
}
