import { defineAction, T } from '#kernel'
import { deviceOnline } from '../events.ts'
import { streamOf } from '../look.ts'
import { clearSilent } from '../rules.ts'

export const returnDevice = defineAction({
  id: 'devices.device.return',
  kind: 'command',
  effect: 'local',
  title: 'Say that a device is online',
  description: 'A device reported again. A job of the report that said so.',
  input: T.Object({ device: T.Id() }, { additionalProperties: false }),
  output: T.Object({}),
  emits: [deviceOnline],
  subject: 'device',
  scope: 'devices.manage',
  idempotent: true,
  internal: true,
}).run(async ({ device }, ctx) => {
  const [row] = await ctx.sql<{ name: string }>`
    SELECT name FROM devices.device WHERE org = ${ctx.org} AND id = ${device} FOR UPDATE`
  await clearSilent(ctx, device)
  if (row)
    ctx.emit(
      deviceOnline,
      { device, name: row.name },
      { stream: streamOf(device), subject: device },
    )
  return {}
})
