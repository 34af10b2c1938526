import type { Context, EventType } from '#kernel'
import { commandChanged, deviceFinished } from './events.ts'
import { streamOf } from './look.ts'

type Telling = Context<{}, readonly [typeof deviceFinished, typeof commandChanged, ...EventType[]]>

/** Ends a command, whose row is locked, and tells of it. */
export async function finished(
  ctx: Telling,
  command: string,
  state: 'done' | 'failed' | 'expired',
  { result, error }: { result?: unknown; error?: string | undefined },
): Promise<void> {
  const [row] = await ctx.sql<{ device: string; name: string; alarm: string | null; does: string }>`
    UPDATE devices.command c SET state = ${state}, finished_at = clock_timestamp(), rev = c.rev + 1, updated_at = now(),
      result = ${result === undefined ? null : JSON.stringify(result)}::jsonb, error = ${error ?? null}
    FROM devices.device d WHERE c.org = ${ctx.org} AND c.id = ${command} AND d.org = c.org AND d.id = c.device
    RETURNING c.device, d.name, c.alarm, c.name AS does`
  const { device, name, alarm, does } = row!
  const about = { device, command, state, ...(alarm ? { alarm } : {}) }
  const place = { stream: streamOf(device), subject: command }
  ctx.emit(commandChanged, about, place)
  const said = {
    ...(result === undefined ? {} : { result }),
    ...(error === undefined ? {} : { error }),
  }
  ctx.emit(deviceFinished, { ...about, name, does, ...said }, place)
}
