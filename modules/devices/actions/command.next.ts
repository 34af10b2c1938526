import { setTimeout as sleep } from 'node:timers/promises'
import { defineAction, T } from '#kernel'
import { asDevice, deviceErrors } from '../as-device.ts'
import { awaitCommand } from '../running.ts'
import { Waiting, takeCommands } from './command.take.ts'

/** Shorter than proxies and networks give up. */
const WAIT_MAX_S = 30

export const nextCommands = defineAction({
  id: 'devices.command.next',
  kind: 'query',
  // It waits, and holds no transaction meanwhile.
  effect: 'outside',
  title: 'Commands for a device',
  description:
    'For a device, with its own token. Answers its commands after the number that it has kept for good, as soon as there are some, else after `wait_s` seconds with none. Asked again with the same number it answers the same, so none is lost.',
  input: T.Object(
    {
      after: T.Optional(T.Integer({ minimum: 0, default: 0, title: 'After number' })),
      wait_s: T.Optional(
        T.Integer({ minimum: 0, maximum: WAIT_MAX_S, default: 0, title: 'Wait (seconds)' }),
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ commands: T.Array(Waiting), now: T.Time() }),
  errors: deviceErrors,
  scope: 'devices.report',
}).run(async ({ after = 0, wait_s = 0 }, ctx) => {
  const device = asDevice(ctx.actor)
  if (!device) throw ctx.error('onlyDevices')
  const until = Date.now() + wait_s * 1000
  for (;;) {
    const wait = awaitCommand(ctx, device)
    const gone = new AbortController()
    try {
      const [row] = await ctx.sql<{ status: string; waiting: boolean }>`
        SELECT status, EXISTS (
          SELECT 1 FROM devices.command c WHERE c.org = d.org AND c.device = d.id AND c.no > ${after}
            AND c.state IN ('queued', 'delivered') AND c.expires_at > clock_timestamp()) AS waiting
        FROM devices.device d WHERE d.org = ${ctx.org} AND d.id = ${device}`
      if (row?.status !== 'active') throw ctx.error('revoked')
      if (row.waiting) {
        const { commands } = await ctx.call(takeCommands, { after })
        if (commands.length) return { commands, now: new Date().toISOString() }
      }
      const left = until - Date.now()
      if (left <= 0 || ctx.signal.aborted) return { commands: [], now: new Date().toISOString() }
      await Promise.race([
        wait.woken,
        sleep(left, undefined, { signal: AbortSignal.any([gone.signal, ctx.signal]) }).catch(
          () => undefined,
        ),
      ])
    } finally {
      gone.abort()
      wait.forget()
    }
  }
})
