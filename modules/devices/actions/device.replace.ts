import { defineAction, sensitive, T } from '#kernel'
import { endTokens, insertToken } from '#modules/identity'
import { deviceErrors } from '../as-device.ts'
import { OVERLAP_MS, SCOPES } from '../claim.ts'
import { Device } from '../entities.ts'
import { deviceChanged } from '../events.ts'
import { lockDevice, streamOf } from '../look.ts'

export const replaceToken = defineAction({
  id: 'devices.device.replace',
  kind: 'command',
  effect: 'local',
  title: 'Replace the token of a device',
  description: 'The short command behind devices.device.renew.',
  input: T.Object(
    { hash: sensitive(T.String()), hint: T.String() },
    { additionalProperties: false },
  ),
  output: T.Object({}),
  errors: deviceErrors,
  emits: [deviceChanged],
  scope: 'devices.report',
  internal: true,
}).run(async ({ hash, hint }, ctx) => {
  const { id } = ctx.actor
  await lockDevice(ctx, id)
  const device = await ctx.records(Device).get(id)
  if (device.status !== 'active') throw ctx.error('revoked')
  const token = {
    name: device.name,
    kind: 'device' as const,
    holder: id,
    scopes: SCOPES,
    hash,
    hint,
  }
  const made = await insertToken(ctx.sql, ctx.org, token)
  const at = new Date(ctx.now.getTime() + OVERLAP_MS)
  await endTokens(ctx.sql, ctx.org, { holder: id, but: made, at })
  await ctx.sql`UPDATE devices.device SET claim_hash = NULL WHERE org = ${ctx.org} AND id = ${id}`
  ctx.emit(deviceChanged, { device: id, status: 'active' }, { stream: streamOf(id), subject: id })
  return {}
})
