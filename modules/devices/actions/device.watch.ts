import { defineAction, T } from '#kernel'
import { groupsOfThing } from '#modules/chat'
import { Device } from '../entities.ts'

export const watchDevice = defineAction({
  id: 'devices.device.watch',
  kind: 'query',
  effect: 'local',
  title: 'Where a device stands',
  description:
    'The groups that a device stands in. Whoever sees the device may ask, and may follow what it reports.',
  input: T.Object({ device: T.Id({ title: 'Device' }) }, { additionalProperties: false }),
  output: T.Object({ groups: T.Array(T.Id()) }),
  subject: 'device',
  scope: 'devices.use',
}).run(async ({ device }, ctx) => {
  await ctx.records(Device).get(device)
  return { groups: await groupsOfThing(ctx, device) }
})
