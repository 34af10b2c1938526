import { defineAction, ref, T } from '#kernel'
import { Device } from '../entities.ts'
import { commandChanged, deviceChanged, deviceFinished } from '../events.ts'
import { silence } from '../silence.ts'

export const revokeDevice = defineAction({
  id: 'devices.device.revoke',
  kind: 'command',
  effect: 'local',
  title: 'Revoke a device',
  description:
    'Its tokens, codes and waiting commands end at once. What it measured stays, and a new code lets it come back.',
  input: T.Object({ device: ref(Device, { title: 'Device' }) }, { additionalProperties: false }),
  output: T.Object({ device: T.Id(), status: T.Literal('revoked') }),
  emits: [deviceChanged, deviceFinished, commandChanged],
  subject: 'device',
  scope: 'devices.manage',
  destructive: true,
  idempotent: true,
}).run(async ({ device }, ctx) => {
  await silence(ctx, device, 'revoked')
  return { device, status: 'revoked' }
})
