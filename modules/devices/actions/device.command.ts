import { defineAction, ref, T } from '#kernel'
import { Device, STATES } from '../entities.ts'
import { commandChanged } from '../events.ts'
import { deviceWithKind } from '../look.ts'
import { sendCommand } from '../send-command.ts'
import { KEY } from '../shapes.ts'

export const commandDevice = defineAction({
  id: 'devices.device.command',
  kind: 'command',
  effect: 'local',
  title: 'Send a command to a device',
  description:
    'Tells a device to do something that its kind offers. Answers once it waits for the device: queued, then delivered, then done, failed or expired.',
  input: T.Object(
    {
      device: ref(Device, { title: 'Device' }),
      command: T.String({ pattern: KEY, maxLength: 40, title: 'Command' }),
      input: T.Optional(T.Json({ title: 'Input' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ command: T.Id(), no: T.Integer(), state: T.Enum(STATES) }),
  emits: [commandChanged],
  subject: 'device',
  scope: 'devices.use',
}).run(async ({ device, command: name, input }, ctx) => {
  const found = await deviceWithKind(ctx, device)
  const { id, no, state } = await sendCommand(ctx, found, { name, input })
  return { command: id, no, state }
})
