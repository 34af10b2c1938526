import { defineAction, T } from '#kernel'
import { deviceOffline } from '../events.ts'
import { streamOf } from '../look.ts'
import { raiseSilent } from '../rules.ts'

export const lapseDevice = defineAction({
  id: 'devices.device.lapse',
  kind: 'command',
  effect: 'local',
  title: 'Say that a device is offline',
  description:
    'A device was not heard of for longer than its kind allows. Asked by the module itself.',
  input: T.Object({ device: T.Id(), since: T.Time() }, { additionalProperties: false }),
  output: T.Object({ offline: T.Boolean() }),
  emits: [deviceOffline],
  silent: 'one that was heard of meanwhile is online',
  subject: 'device',
  scope: 'devices.manage',
  idempotent: true,
  internal: true,
}).run(async ({ device, since }, ctx) => {
  const [row] = await ctx.sql<{ name: string; seen_at: string | null }>`
    UPDATE devices.device d SET online = false FROM devices.kind k
    WHERE d.org = ${ctx.org} AND d.id = ${device} AND d.online AND k.org = d.org AND k.id = d.kind
      AND greatest(d.seen_at, ${since}::timestamptz) < clock_timestamp() - k.offline_after_s * interval '1 second'
    RETURNING d.name, d.seen_at`
  if (!row) return { offline: false }
  const { name, seen_at } = row
  await raiseSilent(ctx, device)
  ctx.emit(
    deviceOffline,
    { device, name, ...(seen_at ? { seen_at: new Date(seen_at).toISOString() } : {}) },
    { stream: streamOf(device), subject: device },
  )
  return { offline: true }
})
