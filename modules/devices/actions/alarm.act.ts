import { defineAction, invalid, ref, T } from '#kernel'
import { Alarm, Rule, STATES } from '../entities.ts'
import { commandChanged } from '../events.ts'
import { deviceWithKind } from '../look.ts'
import { sendCommand } from '../send-command.ts'

export const actOnAlarm = defineAction({
  id: 'devices.alarm.act',
  kind: 'command',
  effect: 'local',
  title: 'Send the alarm’s command',
  description:
    'Sends the command that the rule offers on its card (“Stop”) to the device; what becomes of it is seen on the card.',
  input: T.Object({ alarm: ref(Alarm, { title: 'Alarm' }) }, { additionalProperties: false }),
  output: T.Object({ command: T.Id(), state: T.Enum(STATES) }),
  errors: { nothing: invalid('This alarm offers no command.', 'Use the device’s page.') },
  emits: [commandChanged],
  subject: 'alarm',
  scope: 'devices.use',
}).run(async ({ alarm: id }, ctx) => {
  await ctx.sql`SELECT 1 FROM devices.alarm WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE`
  // Whoever knows it only from a card is refused as forbidden, a stranger as not found.
  const alarm = await ctx.records(Alarm).update(id, {})
  const rule = alarm.rule
    ? await ctx.records(Rule).unchecked('what its card offers').find(alarm.rule)
    : undefined
  if (!rule?.command) throw ctx.error('nothing')
  const found = await deviceWithKind(ctx, alarm.device)
  const { command, command_input: input } = rule
  const sent = await sendCommand(ctx, found, { name: command, input, alarm: id })
  await ctx.sql`UPDATE devices.alarm SET command = ${sent.id} WHERE org = ${ctx.org} AND id = ${id}`
  return { command: sent.id, state: sent.state }
})
