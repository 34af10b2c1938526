import { defineAction, T } from '#kernel'
import { said } from '../alarm.ts'
import { Alarm } from '../entities.ts'
import { alarmChanged, deviceCleared } from '../events.ts'
import { deviceWithKind, lockDevice, streamOf } from '../look.ts'

export const clearAlarm = defineAction({
  id: 'devices.alarm.clear',
  kind: 'command',
  effect: 'local',
  title: 'Clear an alarm',
  description: 'What raised it holds no longer. A job of the transaction that found so.',
  input: T.Object(
    {
      alarm: T.Id(),
      device: T.Id(),
      rule: T.Id(),
      at: T.Time(),
      value: T.Optional(T.Number()),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ cleared: T.Boolean() }),
  emits: [deviceCleared, alarmChanged],
  silent: 'one that is cleared already is told of no more',
  subject: 'alarm',
  scope: 'devices.manage',
  idempotent: true,
  internal: true,
}).run(async ({ alarm: id, device: deviceId, at, value }, ctx) => {
  await lockDevice(ctx, deviceId)
  const alarms = ctx.records(Alarm).unchecked('what a rule raised it clears')
  const before = await alarms.find(id)
  if (!before || before.state === 'cleared') return { cleared: false }
  const alarm = await alarms.update(id, {
    state: 'cleared',
    cleared_at: at,
    ...(value === undefined ? {} : { cleared_value: value }),
  })
  await ctx.sql`UPDATE devices.device SET alarms = greatest(alarms - 1, 0) WHERE org = ${ctx.org} AND id = ${deviceId}`
  const { device, kind } = await deviceWithKind(ctx, deviceId)
  const place = { stream: streamOf(deviceId), subject: id }
  ctx.emit(deviceCleared, { ...said(alarm, device, kind, value), at }, place)
  ctx.emit(alarmChanged, { device: deviceId, alarm: id, state: 'cleared' }, place)
  return { cleared: true }
})
