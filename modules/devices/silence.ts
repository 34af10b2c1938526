import type { Context, EventType } from '#kernel'
import { revokeTokens } from '#modules/identity'
import { Device as Actor } from '#modules/parties'
import { Device } from './entities.ts'
import { commandChanged, deviceChanged, deviceFinished } from './events.ts'
import { finished } from './finished.ts'
import { lockDevice, streamOf, type DeviceRecord } from './look.ts'

type Ending = Context<
  {},
  readonly [typeof deviceChanged, typeof deviceFinished, typeof commandChanged, ...EventType[]]
>

/** Takes every right from a device, at once and with what waits for it. */
export async function silence(
  ctx: Ending,
  id: string,
  status: 'revoked' | 'retired',
): Promise<DeviceRecord> {
  await lockDevice(ctx, id)
  const device = await ctx.records(Device).update(id, { status, online: false })
  await ctx.sql`UPDATE devices.device SET claim_hash = NULL WHERE org = ${ctx.org} AND id = ${id}`
  await ctx
    .records(Actor)
    .unchecked('the same thing under the same id')
    .update(id, { status: 'disabled' })
  await revokeTokens(ctx.sql, ctx.org, { holder: id })
  ctx.revoke({ org: ctx.org, id })
  const waiting = await ctx.sql<{ id: string }>`
    SELECT id FROM devices.command WHERE org = ${ctx.org} AND device = ${id} AND state IN ('queued', 'delivered') ORDER BY no FOR UPDATE`
  for (const command of waiting)
    await finished(ctx, command.id, 'expired', { error: 'The device was taken out.' })
  ctx.emit(deviceChanged, { device: id, status }, { stream: streamOf(id), subject: id })
  return device
}
