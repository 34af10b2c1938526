import { defineAction, ref, T } from '#kernel'
import { addThing, groupsOfThing, removeThing } from '#modules/chat'
import { Device as Actor } from '#modules/parties'
import { Device, DeviceView } from '../entities.ts'
import { deviceChanged } from '../events.ts'
import { streamOf } from '../look.ts'

const { name, model, serial_no, place, keeper, conversation } = Device.fields
const clear = <S extends Parameters<typeof T.Union>[0][number]>(field: S) =>
  T.Optional(T.Union([field, T.Null()]))

export const updateDevice = defineAction({
  id: 'devices.device.update',
  kind: 'command',
  effect: 'local',
  title: 'Change a device',
  description:
    'Changes the given fields; null clears one. Another group: it leaves the one and joins the other.',
  input: T.Object(
    {
      device: ref(Device, { title: 'Device' }),
      name: T.Optional(name),
      model: clear(model),
      serial_no: clear(serial_no),
      place: clear(place),
      keeper: clear(keeper),
      conversation: clear(conversation),
    },
    { additionalProperties: false },
  ),
  output: DeviceView,
  emits: [deviceChanged],
  subject: 'device',
  scope: 'devices.manage',
  idempotent: true,
}).run(async ({ device: id, ...patch }, ctx) => {
  const before = await ctx.records(Device).get(id)
  const after = await ctx.records(Device).update(id, patch)
  const own = {
    ...(patch.name === undefined ? {} : { name: patch.name }),
    ...(patch.model === undefined ? {} : { model: patch.model }),
    ...(patch.serial_no === undefined ? {} : { serial: patch.serial_no }),
  }
  if (Object.keys(own).length)
    await ctx.records(Actor).unchecked('the same thing under the same id').update(id, own)
  const thing = { kind: 'device' as const, thing: id, name: after.name }
  if (before.conversation !== after.conversation) {
    if (before.conversation)
      await ctx.callAsModule(removeThing, { thing: id, conversation: before.conversation })
    if (after.conversation) await ctx.call(addThing, { ...thing, conversation: after.conversation })
  }
  if (before.name !== after.name)
    for (const group of await groupsOfThing(ctx, id))
      await ctx.callAsModule(addThing, { ...thing, conversation: group })
  ctx.emit(deviceChanged, { device: id, status: after.status }, { stream: streamOf(id) })
  return after
})
