import { fail, type BaseContext, type Context, type RecordOf } from '#kernel'
import { Device, Kind } from './entities.ts'

export type DeviceRecord = RecordOf<typeof Device>
export type KindRecord = RecordOf<typeof Kind>

export const streamOf = (device: string): string => `devices.device:${device}`

/** Keeps the device as it is until the command ends. */
export const lockDevice = (ctx: Pick<BaseContext, 'sql' | 'org'>, device: string) =>
  ctx.sql`SELECT 1 FROM devices.device WHERE org = ${ctx.org} AND id = ${device} FOR UPDATE`

/** A device that the actor may see, with its kind. */
export async function deviceWithKind(
  ctx: Context,
  id: string,
): Promise<{ device: DeviceRecord; kind: KindRecord }> {
  const device = await ctx.records(Device).get(id)
  const kind = await ctx
    .records(Kind)
    .unchecked('whoever sees a device sees what it measures')
    .get(device.kind)
  return { device, kind }
}

/** The number under which a metric of the kind lies in what is stored. */
export async function numberOf(ctx: BaseContext, kind: string, metric: string): Promise<number> {
  const [row] = await ctx.sql<{ no: number | null }>`
    SELECT (numbers->>${metric})::int AS no FROM devices.kind WHERE org = ${ctx.org} AND id = ${kind}`
  if (row?.no === null || row === undefined)
    throw fail('notFound', 'Devices of this kind do not measure that.', 'See its metrics.')
  return row.no
}
