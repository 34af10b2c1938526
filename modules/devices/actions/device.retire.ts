import { defineAction, ref, T } from '#kernel'
import { removeThing } from '#modules/chat'
import { Device, Rule } from '../entities.ts'
import { commandChanged, deviceChanged, deviceFinished } from '../events.ts'
import { dropStands } from '../rules.ts'
import { silence } from '../silence.ts'

export const retireDevice = defineAction({
  id: 'devices.device.retire',
  kind: 'command',
  effect: 'local',
  title: 'Take a device out of use',
  description:
    'For good: it loses every right, leaves its groups, its open alarms are cleared and rules of its own switched off. What it measured stays for as long as its kind keeps it.',
  input: T.Object({ device: ref(Device, { title: 'Device' }) }, { additionalProperties: false }),
  output: T.Object({ device: T.Id(), status: T.Literal('retired') }),
  emits: [deviceChanged, deviceFinished, commandChanged],
  subject: 'device',
  scope: 'devices.manage',
  destructive: true,
  idempotent: true,
}).run(async ({ device }, ctx) => {
  await silence(ctx, device, 'retired')
  await dropStands(ctx, { device })
  const { items } = await ctx.records(Rule).list({ where: { device, enabled: true }, limit: 1000 })
  for (const { id } of items) await ctx.records(Rule).update(id, { enabled: false })
  await ctx.callAsModule(removeThing, { thing: device })
  return { device, status: 'retired' }
})
