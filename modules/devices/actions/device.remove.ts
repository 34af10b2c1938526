import { defineAction, ref, T } from '#kernel'
import { removeThing } from '#modules/chat'
import { Device } from '../entities.ts'
import { deviceChanged } from '../events.ts'
import { streamOf } from '../look.ts'

export const removeFromGroup = defineAction({
  id: 'devices.device.remove',
  kind: 'command',
  effect: 'local',
  title: 'Take a device out of a group',
  description: 'It posts there no more, and its members no longer see it.',
  input: T.Object(
    {
      device: ref(Device, { title: 'Device' }),
      conversation: ref('chat.conversation', { title: 'Group' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ device: T.Id() }),
  emits: [deviceChanged],
  subject: 'device',
  scope: 'devices.manage',
  idempotent: true,
}).run(async ({ device, conversation }, ctx) => {
  const before = await ctx.records(Device).get(device)
  if (before.conversation === conversation)
    await ctx.records(Device).update(device, { conversation: null })
  await ctx.callAsModule(removeThing, { thing: device, conversation })
  ctx.emit(deviceChanged, { device, status: before.status }, { stream: streamOf(device) })
  return { device }
})
