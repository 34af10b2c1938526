import { defineEvent, T } from '#kernel'
import { Rule, STATES } from './entities.ts'

const device = T.Id()
const name = T.String()
const alarm = {
  device,
  alarm: T.Id(),
  name,
  /** What happened, as a title: “Too hot”. */
  title: T.String(),
  /** The same with the reading: “Too hot: 92 °C”. */
  text: T.String(),
  metric: T.Optional(T.String()),
  value: T.Optional(T.Number()),
  unit: T.Optional(T.String()),
  level: Rule.fields.severity,
  at: T.Time(),
}

/** In the words of the standard iot.device@1; each stands on the device's stream. */
export const deviceAlarmed = defineEvent({
  id: 'devices.device.alarmed',
  title: 'Alarm raised',
  payload: T.Object(alarm),
})
export const deviceCleared = defineEvent({
  id: 'devices.device.cleared',
  title: 'Alarm cleared',
  payload: T.Object(alarm),
})
export const deviceOffline = defineEvent({
  id: 'devices.device.offline',
  title: 'Device went offline',
  payload: T.Object({ device, name, seen_at: T.Optional(T.Time()) }),
})
export const deviceOnline = defineEvent({
  id: 'devices.device.online',
  title: 'Device came online',
  payload: T.Object({ device, name }),
})
/** Done, failed, or expired without an answer. */
export const deviceFinished = defineEvent({
  id: 'devices.device.finished',
  title: 'Command finished',
  payload: T.Object({
    device,
    name,
    command: T.Id(),
    does: T.String(),
    state: T.Enum(STATES),
    alarm: T.Optional(T.Id()),
    result: T.Optional(T.Json()),
    error: T.Optional(T.String()),
  }),
})

export const deviceChanged = defineEvent({
  id: 'devices.device.changed',
  title: 'Device changed',
  payload: T.Object({ device, status: T.String() }),
})
/** Told to who watches, not stored: what it measured is in its history. */
export const deviceReported = defineEvent({
  id: 'devices.device.reported',
  title: 'Device reported',
  payload: T.Object({ device, at: T.Time(), latest: T.Json() }),
})
/** People who are no longer near it. */
export const deviceLeft = defineEvent({
  id: 'devices.device.left',
  title: 'People left the device’s group',
  payload: T.Object({ device, people: T.Array(T.Id(), { 'x-recheck': true }) }),
})
export const alarmChanged = defineEvent({
  id: 'devices.alarm.changed',
  title: 'Alarm changed',
  payload: T.Object({ device, alarm: T.Id(), state: T.String() }),
})
export const commandChanged = defineEvent({
  id: 'devices.command.changed',
  title: 'Command changed',
  payload: T.Object({ device, command: T.Id(), state: T.Enum(STATES), alarm: T.Optional(T.Id()) }),
})
export const kindChanged = defineEvent({
  id: 'devices.kind.changed',
  title: 'Kind of device changed',
  payload: T.Object({ kind: T.Id(), name: T.String() }),
})
export const ruleChanged = defineEvent({
  id: 'devices.rule.changed',
  title: 'Alarm rule changed',
  payload: T.Object({ rule: T.Id(), name: T.String(), enabled: T.Boolean() }),
})
