import { defineAction, T } from '#kernel'
import { addThing } from '#modules/chat'
import { Device as Actor } from '#modules/parties'
import { Device, DeviceView, Kind } from '../entities.ts'
import { deviceChanged } from '../events.ts'
import { streamOf } from '../look.ts'

const { name, kind, model, serial_no, place, keeper, conversation } = Device.fields

export const createDevice = defineAction({
  id: 'devices.device.create',
  kind: 'command',
  effect: 'local',
  title: 'Register a device',
  description:
    'Makes a device of a kind; it waits until it claims its token with a code (devices.device.invite). With a group, it becomes a member of it: it posts its alarms there and reads nothing.',
  input: T.Object(
    { name, kind, model, serial_no, place, keeper, conversation },
    { additionalProperties: false },
  ),
  output: DeviceView,
  emits: [deviceChanged],
  scope: 'devices.manage',
}).run(async (input, ctx) => {
  await ctx.records(Kind).get(input.kind)
  const id = ctx.id()
  await ctx
    .records(Actor)
    .unchecked('what acts under its own name has its row there, under the same id')
    .create({
      id,
      name: input.name,
      status: 'active',
      ...(input.model ? { model: input.model } : {}),
      ...(input.serial_no ? { serial: input.serial_no } : {}),
    })
  const device = await ctx.records(Device).create({
    ...input,
    id,
    status: 'waiting',
    online: false,
    alarms: 0,
    next_seq: 1,
    missing: 0,
  })
  if (input.conversation)
    await ctx.call(addThing, {
      conversation: input.conversation,
      kind: 'device',
      thing: id,
      name: input.name,
    })
  ctx.emit(deviceChanged, { device: id, status: 'waiting' }, { stream: streamOf(id) })
  return device
})
