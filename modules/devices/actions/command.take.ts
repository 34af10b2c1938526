import { defineAction, T } from '#kernel'
import { commandChanged } from '../events.ts'
import { streamOf } from '../look.ts'

export const Waiting = T.Object({
  command: T.Id(),
  no: T.Integer(),
  name: T.String(),
  input: T.Optional(T.Json()),
  expires_at: T.Time(),
})

/** Enough for any honest device; the rest comes with the next question. */
const TAKEN_MAX = 50

export const takeCommands = defineAction({
  id: 'devices.command.take',
  kind: 'command',
  effect: 'local',
  title: 'Hand commands over to their device',
  description: 'The short command behind devices.command.next.',
  input: T.Object({ after: T.Integer() }, { additionalProperties: false }),
  output: T.Object({ commands: T.Array(Waiting) }),
  emits: [commandChanged],
  silent: 'those that were handed over before are told of no more',
  scope: 'devices.report',
  internal: true,
}).run(async ({ after }, ctx) => {
  const device = ctx.actor.id
  // Its row keeps new ones out until this commits, so that numbers come in their order.
  await ctx.sql`
    UPDATE devices.device SET seen_at = clock_timestamp() WHERE org = ${ctx.org} AND id = ${device}`
  const rows = await ctx.sql<{
    id: string
    no: string
    name: string
    input: unknown
    expires_at: string
    alarm: string | null
    state: string
  }>`
    SELECT id, no, name, input, expires_at, alarm, state FROM devices.command
    WHERE org = ${ctx.org} AND device = ${device} AND no > ${after} AND state IN ('queued', 'delivered') AND expires_at > clock_timestamp()
    ORDER BY no LIMIT ${TAKEN_MAX} FOR UPDATE`
  const fresh = rows.filter(({ state }) => state === 'queued')
  if (fresh.length)
    await ctx.sql`
      UPDATE devices.command SET state = 'delivered', delivered_at = clock_timestamp(), rev = rev + 1, updated_at = now()
      WHERE org = ${ctx.org} AND id = ANY(${fresh.map(({ id }) => id)}::uuid[])`
  for (const { id, alarm } of fresh)
    ctx.emit(
      commandChanged,
      { device, command: id, state: 'delivered', ...(alarm ? { alarm } : {}) },
      { stream: streamOf(device), subject: id },
    )
  return {
    commands: rows.map(({ id, no, name, input, expires_at }) => ({
      command: id,
      no: Number(no),
      name,
      expires_at: new Date(expires_at).toISOString(),
      ...(input === null ? {} : { input }),
    })),
  }
})
