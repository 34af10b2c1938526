import { defineAction, T } from '#kernel'
import { Device as Actor } from '#modules/parties'
import { Device, Kind } from '../entities.ts'
import { numberMetrics } from '../kinds.ts'

/** Devices of one transaction; the next ones are the next job’s. */
const CHUNK = 100

export const adoptDevices = defineAction({
  id: 'devices.device.adopt',
  kind: 'command',
  effect: 'local',
  title: 'Give devices their records',
  description:
    'Devices that were registered before there were records of devices. A job, once for an organisation that has some.',
  input: T.Object({ after: T.Optional(T.Id()) }, { additionalProperties: false }),
  output: T.Object({ adopted: T.Integer() }),
  silent: 'they are what they were before',
  scope: 'devices.manage',
  idempotent: true,
  internal: true,
}).run(async ({ after }, ctx) => {
  const { items } = await ctx
    .records(Actor)
    .unchecked('the module keeps the records of every device')
    .list({ where: after ? { id: { gt: after } } : true, sort: ['id'], limit: CHUNK })
  const known = await ctx.records(Device).list({
    where: { id: { in: items.map(({ id }) => id) } },
    limit: CHUNK,
  })
  const fresh = items.filter(({ id }) => !known.items.some((device) => device.id === id))
  if (fresh.length) {
    const kind = await plainKind(ctx)
    await ctx.records(Device).createMany(
      fresh.map(({ id, name, model, serial, status }) => ({
        id,
        name,
        kind,
        ...(model ? { model } : {}),
        ...(serial ? { serial_no: serial } : {}),
        status: status === 'active' ? 'active' : 'revoked',
        online: false,
        alarms: 0,
        next_seq: 1,
        missing: 0,
      })),
    )
  }
  if (items.length === CHUNK) ctx.enqueue(adoptDevices, { after: items.at(-1)!.id })
  return { adopted: fresh.length }
})

type Here = Parameters<NonNullable<typeof adoptDevices.handler>>[1]
async function plainKind(ctx: Here): Promise<string> {
  const found = await ctx.records(Kind).first({ where: { name: 'Device' } })
  if (found) return found.id
  const { id } = await ctx.records(Kind).create({
    name: 'Device',
    metrics: [],
    commands: [],
    offline_after_s: 120,
    keep_days: 365,
  })
  await numberMetrics(ctx, id, [])
  return id
}
