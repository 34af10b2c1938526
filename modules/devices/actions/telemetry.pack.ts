import { defineAction, T } from '#kernel'
import { packTail } from '../pack.ts'

/** Reports of one transaction: well below a second of work. */
const REPORTS = 3000
const AGAIN_MS = 3_600_000

export const packTelemetry = defineAction({
  id: 'devices.telemetry.pack',
  kind: 'command',
  effect: 'local',
  title: 'Pack what a device reported',
  description:
    'Puts reports together by metric and hour, where they take a few bytes a point. A job, about an hour after the first report, or when many have come.',
  input: T.Object({ device: T.Id() }, { additionalProperties: false }),
  output: T.Object({ packed: T.Integer() }),
  silent: 'what was measured stays the same',
  subject: 'device',
  scope: 'devices.manage',
  idempotent: true,
  internal: true,
}).run(async ({ device }, ctx) => {
  const packed = await packTail(ctx, device, REPORTS)
  const [row] = await ctx.sql<{ tail: string }>`
    UPDATE devices.device SET tail = greatest(tail - ${packed}, 0) WHERE org = ${ctx.org} AND id = ${device} RETURNING tail`
  const left = Number(row?.tail ?? 0)
  const key = `devices.pack:${device}`
  if (left > 0 && packed === REPORTS) ctx.enqueue(packTelemetry, { device }, { key: `${key}:full` })
  else if (left > 0)
    ctx.enqueue(packTelemetry, { device }, { key, at: new Date(ctx.now.getTime() + AGAIN_MS) })
  return { packed }
})
