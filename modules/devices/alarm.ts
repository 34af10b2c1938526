import { TenonError, type Context, type EventType, type RecordOf, type Static } from '#kernel'
import { deliverCard, ensureCard } from '#modules/cards'
import { addThing, postCard } from '#modules/chat'
import { sendNotice } from '#modules/notify'
import type { Alarm } from './entities.ts'
import { alarmChanged, deviceAlarmed } from './events.ts'
import { streamOf, type DeviceRecord, type KindRecord } from './look.ts'

export type AlarmRecord = RecordOf<typeof Alarm>
export const CARD = 'devices.alarm.card'

type Raising = Context<{}, readonly [typeof deviceAlarmed, typeof alarmChanged, ...EventType[]]>

/** Card in the group, in the name of the device; card and notice for its keeper; the event for flows. */
export async function tellAlarm(
  ctx: Raising,
  alarm: AlarmRecord,
  { device, kind }: { device: DeviceRecord; kind: KindRecord },
): Promise<void> {
  const { card, summary } = await ctx.callAsModule(ensureCard, {
    template: CARD,
    entity: 'devices.alarm',
    record: alarm.id,
  })
  const { conversation } = alarm
  if (conversation) await unlessGone(() => inGroup(ctx, conversation, device, card))
  if (device.keeper) {
    await ctx.callAsModule(deliverCard, { card, space: `person:${device.keeper}` })
    await ctx.call(sendNotice, {
      people: [device.keeper],
      kind: deviceAlarmed.id,
      title: summary.slice(0, 500),
      link: `/devices/${device.id}`,
      card,
    })
  }
  const place = { stream: streamOf(device.id), subject: alarm.id }
  ctx.emit(deviceAlarmed, said(alarm, device, kind), place)
  ctx.emit(alarmChanged, { device: device.id, alarm: alarm.id, state: alarm.state }, place)
}

async function inGroup(
  ctx: Raising,
  conversation: string,
  device: DeviceRecord,
  card: string,
): Promise<void> {
  const thing = { kind: 'device' as const, thing: device.id, name: device.name }
  await ctx.callAsModule(addThing, { conversation, ...thing })
  await ctx.callAsModule(postCard, { conversation, card })
}

/** A group that was dissolved keeps no alarm from its keeper. */
async function unlessGone(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof TenonError) || error.kind !== 'notFound') throw error
  }
}

/** What the events of an alarm say. */
export function said(
  alarm: AlarmRecord,
  device: DeviceRecord,
  kind: KindRecord,
  value = alarm.value,
): EventPayload {
  const { metric, unit, severity, title, raised_at } = alarm
  const reading = value === undefined ? '' : readingOf(kind, metric, value, unit)
  return {
    device: device.id,
    alarm: alarm.id,
    name: device.name,
    title,
    text: reading ? `${title}: ${reading}` : title,
    level: severity,
    at: raised_at,
    ...(metric ? { metric } : {}),
    ...(value === undefined ? {} : { value }),
    ...(unit ? { unit } : {}),
  }
}
type EventPayload = Static<typeof deviceAlarmed.payload>

/** `92 °C` */
export function readingOf(
  kind: KindRecord,
  metric: string | undefined,
  value: number,
  unit: string | undefined,
): string {
  const digits = kind.metrics.find(({ key }) => key === metric)?.digits
  const number = digits === undefined ? String(value) : String(Number(value.toFixed(digits)))
  return unit ? `${number} ${unit}` : number
}
