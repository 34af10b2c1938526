import { defineAction, T } from '#kernel'
import { tellAlarm } from '../alarm.ts'
import { Alarm, Rule } from '../entities.ts'
import { alarmChanged, deviceAlarmed } from '../events.ts'
import { deviceWithKind, lockDevice } from '../look.ts'

export const raiseAlarm = defineAction({
  id: 'devices.alarm.raise',
  kind: 'command',
  effect: 'local',
  title: 'Raise an alarm',
  description:
    'Makes the alarm that a rule decided on and shows its card in the group. A job of the transaction in which the report was stored, so that none is lost.',
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
  output: T.Object({ raised: T.Boolean() }),
  emits: [deviceAlarmed, alarmChanged],
  silent: 'a rule that is gone by then raises nothing',
  subject: 'alarm',
  scope: 'devices.manage',
  idempotent: true,
  internal: true,
}).run(async ({ alarm: id, device: deviceId, rule: ruleId, at, value }, ctx) => {
  await lockDevice(ctx, deviceId)
  const rule = await ctx.records(Rule).find(ruleId)
  if (!rule) return { raised: false }
  const found = await deviceWithKind(ctx, deviceId)
  const metric = found.kind.metrics.find(({ key }) => key === rule.metric)
  const conversation = rule.conversation ?? found.device.conversation
  const alarm = await ctx
    .records(Alarm)
    .unchecked('rules raise alarms')
    .create({
      id,
      device: deviceId,
      rule: ruleId,
      title: rule.name,
      comparison: rule.comparison,
      severity: rule.severity,
      state: 'open',
      raised_at: at,
      ...(rule.metric ? { metric: rule.metric } : {}),
      ...(rule.threshold === undefined ? {} : { threshold: rule.threshold }),
      ...(value === undefined ? {} : { value }),
      ...(metric?.unit ? { unit: metric.unit } : {}),
      ...(conversation ? { conversation } : {}),
    })
  await ctx.sql`UPDATE devices.device SET alarms = alarms + 1 WHERE org = ${ctx.org} AND id = ${deviceId}`
  await tellAlarm(ctx, alarm, found)
  return { raised: true }
})
