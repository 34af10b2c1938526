import { defineAction, PAGE_SIZE, page, pageOf, ref, T } from '#kernel'
import { Device } from '../entities.ts'
import { decode } from '../codec.ts'
import { deviceWithKind } from '../look.ts'

/** Hours and reports that one page may unpack; a page ends earlier when they hold little. */
const ROWS_MAX = 50

export const listTelemetry = defineAction({
  id: 'devices.telemetry.list',
  kind: 'query',
  effect: 'local',
  title: 'Every point that a device measured',
  description:
    'Page by page, packed hours first and then the reports not packed yet; within a page by metric and time. For whoever computes with them; a chart takes devices.telemetry.range.',
  input: T.Object(
    { device: ref(Device, { title: 'Device' }), ...page },
    { additionalProperties: false },
  ),
  output: pageOf(T.Object({ metric: T.String(), at: T.Time(), value: T.Number() })),
  subject: 'device',
  scope: 'devices.use',
}).run(async ({ device: id, limit = PAGE_SIZE, cursor }, ctx) => {
  const { device } = await deviceWithKind(ctx, id)
  const [kind] = await ctx.sql<{ numbers: Record<string, number> }>`
    SELECT numbers FROM devices.kind WHERE org = ${ctx.org} AND id = ${device.kind}`
  const keys = new Map(Object.entries(kind!.numbers).map(([key, no]) => [no, key]))
  let place = read(cursor)
  const items: { metric: string; at: string; value: number }[] = []
  for (let rows = 0; rows < ROWS_MAX; rows++) {
    const row = await next(ctx, id, place)
    if (!row) return { items }
    const points = decode(row.data).flatMap(({ metric, at, value }) =>
      at.map((time, n) => ({
        metric: keys.get(metric) ?? String(metric),
        at: new Date(time).toISOString(),
        value: value[n]!,
      })),
    )
    const room = limit - items.length
    items.push(...points.slice(place.skip, place.skip + room))
    if (points.length - place.skip > room)
      return { items, next: JSON.stringify({ ...place, skip: place.skip + room }) }
    place = { ...row.after, skip: 0 }
    if (items.length === limit) break
  }
  return { items, next: JSON.stringify(place) }
})

/** After an hour and metric; once those are through, after a report's number. */
interface Place {
  readonly hour?: string
  readonly metric?: number
  readonly seq?: number
  readonly skip: number
}

function read(cursor: string | undefined): Place {
  try {
    const { hour, metric, seq, skip } = JSON.parse(cursor ?? '') as Record<string, unknown>
    return {
      skip: Number.isSafeInteger(skip) && Number(skip) >= 0 ? Number(skip) : 0,
      ...(Number.isSafeInteger(seq) ? { seq: Number(seq) } : {}),
      ...(typeof hour === 'string' && !Number.isNaN(Date.parse(hour))
        ? { hour: new Date(hour).toISOString(), metric: Math.trunc(Number(metric)) || 0 }
        : {}),
    }
  } catch {
    return { skip: 0 }
  }
}

type Here = Parameters<NonNullable<typeof listTelemetry.handler>>[1]
async function next(
  ctx: Here,
  device: string,
  { hour, metric = -1, seq }: Place,
): Promise<{ data: Buffer; after: Omit<Place, 'skip'> } | undefined> {
  if (seq === undefined) {
    const [row] = await ctx.sql<{ hour: string; metric: number; data: Buffer }>`
      SELECT hour, metric, data FROM devices.hour WHERE org = ${ctx.org} AND device = ${device}
        AND (hour, metric) > (${hour ?? '-infinity'}::timestamptz, ${metric}::int) ORDER BY hour, metric LIMIT 1`
    if (row)
      return {
        data: row.data,
        after: { hour: new Date(row.hour).toISOString(), metric: row.metric },
      }
  }
  const [row] = await ctx.sql<{ seq: string; data: Buffer }>`
    SELECT seq, data FROM devices.report WHERE org = ${ctx.org} AND device = ${device} AND seq > ${seq ?? 0} ORDER BY seq LIMIT 1`
  return row && { data: row.data, after: { seq: Number(row.seq) } }
}
