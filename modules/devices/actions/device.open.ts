import { defineAction, sensitive, T } from '#kernel'
import { deviceChanged } from '../events.ts'
import { streamOf } from '../look.ts'

export const openDevice = defineAction({
  id: 'devices.device.open',
  kind: 'command',
  effect: 'local',
  title: 'Keep the code of a device',
  description: 'The short command behind devices.device.invite.',
  input: T.Object(
    { device: T.Id(), hash: sensitive(T.String()), until: T.Time() },
    { additionalProperties: false },
  ),
  output: T.Object({}),
  emits: [deviceChanged],
  subject: 'device',
  scope: 'devices.manage',
  internal: true,
}).run(async ({ device, hash, until }, ctx) => {
  const [row] = await ctx.sql<{ status: string }>`
    UPDATE devices.device SET claim_hash = ${hash}, claim_until = ${until}::timestamptz, claim_token = NULL
    WHERE org = ${ctx.org} AND id = ${device} RETURNING status`
  ctx.emit(deviceChanged, { device, status: row!.status }, { stream: streamOf(device) })
  return {}
})
