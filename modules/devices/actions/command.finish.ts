import { defineAction, notFound, T } from '#kernel'
import { asDevice, deviceErrors } from '../as-device.ts'
import { commandChanged, deviceFinished } from '../events.ts'
import { finished } from '../finished.ts'

export const finishCommand = defineAction({
  id: 'devices.command.finish',
  kind: 'command',
  effect: 'local',
  title: 'Say what became of a command',
  description:
    'For a device, with its own token: done, or failed and why. Said again it changes nothing; said too late it still counts, for it is what happened.',
  input: T.Object(
    {
      command: T.Id({ title: 'Command' }),
      state: T.Enum(['done', 'failed'], { title: 'State' }),
      result: T.Optional(T.Json({ title: 'Result' })),
      error: T.Optional(T.String({ maxLength: 500, title: 'Error' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ command: T.Id(), state: T.Enum(['done', 'failed']) }),
  errors: {
    ...deviceErrors,
    noCommand: notFound('This device was given no such command.', 'Ask for its commands.'),
  },
  emits: [deviceFinished, commandChanged],
  subject: 'command',
  scope: 'devices.report',
  idempotent: true,
}).run(async ({ command, state, result, error }, ctx) => {
  const device = asDevice(ctx.actor)
  if (!device) throw ctx.error('onlyDevices')
  const [row] = await ctx.sql<{ state: string; status: string }>`
    SELECT c.state, d.status FROM devices.command c JOIN devices.device d ON d.org = c.org AND d.id = c.device
    WHERE c.org = ${ctx.org} AND c.id = ${command} AND c.device = ${device} FOR UPDATE OF c`
  if (!row) throw ctx.error('noCommand')
  if (row.status !== 'active') throw ctx.error('revoked')
  if (row.state === 'done' || row.state === 'failed')
    return { command, state: row.state as 'done' | 'failed' }
  await finished(ctx, command, state, { result, error })
  return { command, state }
})
