import { defineAction, T } from '#kernel'
import { thingsIn } from '#modules/chat'
import { deviceLeft } from '../events.ts'
import { streamOf } from '../look.ts'

export const tellLeft = defineAction({
  id: 'devices.device.leave',
  kind: 'command',
  effect: 'local',
  title: 'Say that people left the group of a device',
  description: 'Whoever follows a device of a group that he left is asked for his right anew.',
  input: T.Object(
    { conversation: T.Id(), people: T.Array(T.Id()) },
    { additionalProperties: false },
  ),
  output: T.Object({ devices: T.Integer() }),
  emits: [deviceLeft],
  silent: 'a group without devices concerns nobody here',
  subject: 'conversation',
  scope: 'devices.manage',
  idempotent: true,
  internal: true,
}).run(async ({ conversation, people }, ctx) => {
  const devices = (await thingsIn(ctx, conversation)).filter(({ kind }) => kind === 'device')
  for (const { thing } of devices)
    ctx.emit(deviceLeft, { device: thing, people }, { stream: streamOf(thing), subject: thing })
  return { devices: devices.length }
})
