import { defineAction, T } from '#kernel'
import { asDevice, deviceErrors } from '../as-device.ts'
import { deviceWithKind } from '../look.ts'
import { Metric, Offer } from '../shapes.ts'

export const meDevice = defineAction({
  id: 'devices.device.me',
  kind: 'query',
  effect: 'local',
  title: 'Who I am, as a device',
  description:
    'For a device, with its own token: its name, what its kind measures and may be told, and the number of the sample that the server waits for. A device that lost its memory goes on from there.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({
    device: T.Id(),
    name: T.String(),
    status: T.String(),
    next: T.Integer(),
    metrics: T.Array(Metric),
    commands: T.Array(Offer),
    now: T.Time(),
  }),
  errors: deviceErrors,
  scope: 'devices.report',
}).run(async (_input, ctx) => {
  const id = asDevice(ctx.actor)
  if (!id) throw ctx.error('onlyDevices')
  const { device, kind } = await deviceWithKind(ctx, id)
  return {
    device: id,
    name: device.name,
    status: device.status,
    next: device.next_seq,
    metrics: kind.metrics,
    commands: kind.commands,
    now: ctx.now.toISOString(),
  }
})
