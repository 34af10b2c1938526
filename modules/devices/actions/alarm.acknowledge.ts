import { conflict, defineAction, forbidden, ref, T } from '#kernel'
import { Alarm } from '../entities.ts'
import { alarmChanged } from '../events.ts'
import { streamOf } from '../look.ts'

export const acknowledgeAlarm = defineAction({
  id: 'devices.alarm.acknowledge',
  kind: 'command',
  effect: 'local',
  title: 'Acknowledge an alarm',
  description: 'Says that somebody sees to it, so that others need not.',
  input: T.Object(
    { alarm: ref(Alarm, { title: 'Alarm' }), note: Alarm.fields.note },
    { additionalProperties: false },
  ),
  output: T.Object({ alarm: T.Id(), state: Alarm.fields.state }),
  errors: {
    onlyPeople: forbidden('Only a person acknowledges an alarm.', 'Leave it to a person.'),
    notOpen: conflict('This alarm waits for nobody any more.', 'Look at its card.'),
  },
  emits: [alarmChanged],
  subject: 'alarm',
  scope: 'devices.use',
}).run(async ({ alarm: id, note }, ctx) => {
  if (ctx.actor.kind !== 'person') throw ctx.error('onlyPeople')
  await ctx.sql`SELECT 1 FROM devices.alarm WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE`
  const before = await ctx.records(Alarm).find(id)
  if (before && before.state !== 'open') throw ctx.error('notOpen', { state: before.state })
  const { device, state } = await ctx.records(Alarm).update(id, {
    state: 'acknowledged',
    acknowledged_at: ctx.now.toISOString(),
    acknowledged_by: ctx.actor.id,
    ...(note ? { note } : {}),
  })
  ctx.emit(alarmChanged, { device, alarm: id, state }, { stream: streamOf(device) })
  return { alarm: id, state }
})
