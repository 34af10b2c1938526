import { newId, type BaseContext } from '#kernel'
import { encode, type Series } from './codec.ts'
import type { SEVERITIES } from './entities.ts'
import { held, type Stand, type Turn, type Watching } from './watch.ts'

/** One moment of a device: what it measured then, by metric. */
export interface Sample {
  readonly at?: string
  readonly values: Readonly<Record<string, number>>
}
/** What a device is while reports come; locked until COMMIT, and changed here. */
export interface Standing {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly kind: string
  readonly numbers: Readonly<Record<string, number>>
  online: boolean
  next_seq: number
  missing: number
  tail: number
  seen_at: string | null
  latest: Record<string, Latest>
  watch: Record<string, Stand>
  changed: boolean
}
export interface Latest {
  readonly value: number
  readonly at: string
}
export interface RuleRow extends Watching {
  readonly id: string
  readonly kind: string | null
  readonly device: string | null
  readonly metric: string
  readonly severity: (typeof SEVERITIES)[number]
}
export interface Turned {
  readonly turn: Turn
  readonly rule: string
  readonly alarm: string
  readonly at: string
  readonly value: number
}
export interface Row {
  readonly device: string
  readonly seq: number
  readonly count: number
  readonly from: number
  readonly until: number
  readonly data: Buffer
}
export interface Taken {
  /** Samples that are new; the others were here before. */
  readonly taken: number
  readonly ignored: string[]
  readonly row?: Row
  readonly turned: readonly Turned[]
}

/** A clock that is ahead by more than this is wrong: then the server's counts. */
const AHEAD_MS = 5 * 60_000

/** Locks the devices in the order of their ids and reads what decides about their reports, in one packet train. */
export async function standing(
  ctx: Pick<BaseContext, 'sql' | 'org'>,
  devices: readonly string[],
): Promise<{ devices: Map<string, Standing>; rules: readonly RuleRow[] }> {
  const ids = [...new Set(devices)].toSorted()
  const [rows, rules] = await Promise.all([
    ctx.sql<Omit<Standing, 'changed' | 'latest'> & { latest: Record<string, Latest> | null }>`
      SELECT d.id, d.name, d.status, d.kind, k.numbers, d.online, d.next_seq, d.missing, d.tail, d.seen_at, d.latest, d.watch
      FROM devices.device d JOIN devices.kind k ON k.org = d.org AND k.id = d.kind
      WHERE d.org = ${ctx.org} AND d.id = ANY(${ids}::uuid[]) ORDER BY d.id FOR UPDATE OF d`,
    ctx.sql<RuleRow>`
      SELECT r.id, r.kind, r.device, r.metric, r.comparison, r.threshold, r.for_s, r.hysteresis, r.severity FROM devices.rule r
      WHERE r.org = ${ctx.org} AND r.enabled AND r.comparison <> 'silent' AND (r.device = ANY(${ids}::uuid[])
        OR r.kind IN (SELECT kind FROM devices.device WHERE org = ${ctx.org} AND id = ANY(${ids}::uuid[])))`,
  ])
  const found = rows.map((row): [string, Standing] => [
    row.id,
    {
      ...row,
      next_seq: Number(row.next_seq),
      missing: Number(row.missing),
      tail: Number(row.tail),
      latest: row.latest ?? {},
      changed: false,
    },
  ])
  return { devices: new Map(found), rules }
}

/** Takes one report: what was here before is left out, what is new becomes one row, and rules are held against it. */
export function take(
  device: Standing,
  rules: readonly RuleRow[],
  from: number,
  samples: readonly Sample[],
  now: number,
): Taken {
  const skip = Math.min(Math.max(device.next_seq - from, 0), samples.length)
  const fresh = samples.slice(skip)
  device.seen_at = new Date(now).toISOString()
  device.changed = true
  if (fresh.length === 0) return { taken: 0, ignored: [], turned: [] }
  const seq = from + skip
  device.missing += seq - device.next_seq
  device.next_seq = seq + fresh.length
  const mine = rules.filter(({ kind, device: one }) => kind === device.kind || one === device.id)
  const ignored = new Set<string>()
  const turned: Turned[] = []
  const series = new Map<string, { metric: number; at: number[]; value: number[] }>()
  let [least, most] = [Infinity, -Infinity]
  for (const sample of fresh) {
    const said = sample.at === undefined ? now : Date.parse(sample.at)
    const at = said > now + AHEAD_MS ? now : said
    least = Math.min(least, at)
    most = Math.max(most, at)
    for (const key in sample.values) {
      const metric = device.numbers[key]
      const value = sample.values[key]!
      if (metric === undefined) {
        ignored.add(key)
        continue
      }
      let one = series.get(key)
      if (!one) series.set(key, (one = { metric, at: [], value: [] }))
      one.at.push(at)
      one.value.push(value)
      for (const rule of mine) if (rule.metric === key) hold(device, rule, at, value, turned)
    }
  }
  for (const [key, { at, value }] of series) newest(device, key, at, value)
  const about = { taken: fresh.length, ignored: [...ignored], turned }
  if (series.size === 0) return about
  device.tail += 1
  const data = encode([...series.values()] satisfies Series[])
  const row = { device: device.id, seq, count: fresh.length, from: least, until: most, data }
  return { ...about, row }
}

function hold(device: Standing, rule: RuleRow, at: number, value: number, turned: Turned[]): void {
  const before = device.watch[rule.id] ?? {}
  const { stand, turn } = held(rule, before, at, value, newId)
  if (stand.alarm === undefined && stand.since === undefined) delete device.watch[rule.id]
  else device.watch[rule.id] = stand
  if (turn === undefined) return
  const alarm = stand.alarm ?? before.alarm!
  turned.push({ turn, rule: rule.id, alarm, at: new Date(at).toISOString(), value })
}

/** What was kept while offline comes late, and is not the last value then. */
function newest(
  device: Standing,
  key: string,
  at: readonly number[],
  value: readonly number[],
): void {
  let last = 0
  for (let n = 1; n < at.length; n++) if (at[n]! >= at[last]!) last = n
  const known = device.latest[key]
  if (known && Date.parse(known.at) > at[last]!) return
  device.latest[key] = { value: value[last]!, at: new Date(at[last]!).toISOString() }
}
