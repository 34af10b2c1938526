import { defineAction, T } from '#kernel'
import { commandChanged, deviceFinished } from '../events.ts'
import { finished } from '../finished.ts'

export const expireCommand = defineAction({
  id: 'devices.command.expire',
  kind: 'command',
  effect: 'local',
  title: 'Let a command expire',
  description: 'Nobody said what became of it in time. A job for the moment that it was given.',
  input: T.Object({ command: T.Id() }, { additionalProperties: false }),
  output: T.Object({ expired: T.Boolean() }),
  emits: [deviceFinished, commandChanged],
  silent: 'a command that ended before is told of already',
  subject: 'command',
  scope: 'devices.operate',
  idempotent: true,
  internal: true,
}).run(async ({ command }, ctx) => {
  const [row] = await ctx.sql<{ state: string }>`
    SELECT state FROM devices.command WHERE org = ${ctx.org} AND id = ${command} FOR UPDATE`
  const waits = row?.state === 'queued' || row?.state === 'delivered'
  if (waits) await finished(ctx, command, 'expired', {})
  return { expired: waits }
})
