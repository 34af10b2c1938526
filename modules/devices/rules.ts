import { fail, newId, type Context, type RecordOf } from '#kernel'
import { clearAlarm } from './actions/alarm.clear.ts'
import { raiseAlarm } from './actions/alarm.raise.ts'
import { Kind, type Rule } from './entities.ts'
import { inputFault } from './shapes.ts'

type Here = Pick<Context, 'sql' | 'org' | 'now' | 'enqueue'>
const laneOf = (device: string) => ({ lane: `devices:${device}` })

/** A rule that is gone or means something else now: what it remembered is forgotten, what it raised is cleared. */
export async function dropStands(
  ctx: Here,
  { rule, device }: { rule?: string; device?: string },
): Promise<void> {
  const rows = await ctx.sql<{ id: string; rule: string; alarm: string | null }>`
    WITH held AS (
      SELECT d.id, d.watch FROM devices.device d
      WHERE d.org = ${ctx.org} AND (d.id = ${device ?? null}::uuid OR d.watch ? ${rule ?? ''}) ORDER BY d.id FOR UPDATE
    ), gone AS (
      UPDATE devices.device d SET watch = CASE WHEN ${rule === undefined}::boolean THEN '{}' ELSE d.watch - ${rule ?? ''} END
      FROM held WHERE d.org = ${ctx.org} AND d.id = held.id
    )
    SELECT held.id, w.key AS rule, w.value->>'alarm' AS alarm FROM held, jsonb_each(held.watch) w
    WHERE ${rule === undefined}::boolean OR w.key = ${rule ?? ''}`
  for (const { id, rule: of, alarm } of rows)
    if (alarm)
      ctx.enqueue(
        clearAlarm,
        { device: id, rule: of, alarm, at: ctx.now.toISOString() },
        laneOf(id),
      )
}

const SILENT = `SELECT r.id FROM devices.rule r JOIN devices.device d ON d.org = r.org AND d.id = $2
  WHERE r.org = $1 AND r.enabled AND r.comparison = 'silent' AND (r.device = d.id OR r.kind = d.kind)`

/** The device has just gone offline; its row is locked. */
export async function raiseSilent(ctx: Here, device: string): Promise<void> {
  const rules = await ctx.sql.text<{ id: string }>(
    SILENT,
    [ctx.org, device],
    'devices.silent_rules',
  )
  for (const { id: rule } of rules) {
    const alarm = newId()
    const rows = await ctx.sql`
      UPDATE devices.device SET watch = watch || jsonb_build_object(${rule}::text, jsonb_build_object('alarm', ${alarm}::text))
      WHERE org = ${ctx.org} AND id = ${device} AND NOT watch ? ${rule} RETURNING id`
    if (rows.length)
      ctx.enqueue(raiseAlarm, { device, rule, alarm, at: ctx.now.toISOString() }, laneOf(device))
  }
}

/** It is heard of again; its row is locked. */
export async function clearSilent(ctx: Here, device: string): Promise<void> {
  const rules = await ctx.sql.text<{ id: string }>(
    SILENT,
    [ctx.org, device],
    'devices.silent_rules',
  )
  for (const { id: rule } of rules) {
    const [row] = await ctx.sql<{ alarm: string | null }>`
      SELECT watch->${rule}->>'alarm' AS alarm FROM devices.device WHERE org = ${ctx.org} AND id = ${device}`
    if (!row?.alarm) continue
    await ctx.sql`UPDATE devices.device SET watch = watch - ${rule} WHERE org = ${ctx.org} AND id = ${device}`
    ctx.enqueue(
      clearAlarm,
      { device, rule, alarm: row.alarm, at: ctx.now.toISOString() },
      laneOf(device),
    )
  }
}

type Draft = Partial<RecordOf<typeof Rule>>

/** A rule asks for what devices of its kind measure, and offers what they can be told. */
export async function checkRule(ctx: Context, rule: Draft): Promise<void> {
  if ((rule.kind === undefined) === (rule.device === undefined))
    throw fail('invalid', 'A rule is for a kind of devices or for one device.', 'Choose one.')
  const silent = rule.comparison === 'silent'
  if (silent !== (rule.metric === undefined) || silent !== (rule.threshold === undefined))
    throw fail(
      'invalid',
      'A rule compares a metric with a threshold, or is about silence.',
      'Give metric and threshold, or neither with “silent”.',
    )
  const [row] = await ctx.sql<{ kind: string }>`
    SELECT kind FROM devices.device WHERE org = ${ctx.org} AND id = ${rule.device ?? null}::uuid`
  const kind = await ctx.records(Kind).get(rule.kind ?? row?.kind ?? '')
  if (!silent && !kind.metrics.some(({ key }) => key === rule.metric))
    throw fail('invalid', `“${kind.name}” does not measure ${rule.metric}.`, 'See its metrics.')
  if (rule.command === undefined) return
  const offer = kind.commands.find(({ key }) => key === rule.command)
  if (!offer)
    throw fail('invalid', `“${kind.name}” knows no command ${rule.command}.`, 'See its commands.')
  const fault = inputFault(offer.params, rule.command_input)
  if (fault) throw fail('invalid', fault, 'Look at the command’s input.')
}
