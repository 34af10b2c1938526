import { defineAction, T } from '#kernel'
import { Run } from '../entities.ts'
import { runsWoken } from '../events.ts'
import { releaseLane } from '../finish-runs.ts'

export const cancelRun = defineAction({
  id: 'flows.run.cancel',
  kind: 'command',
  effect: 'local',
  title: 'Cancel a run',
  description:
    'What it has done stays done; nothing more of it happens, also when a step is under way.',
  input: T.Object({ run: T.Id({ title: 'Run' }) }, { additionalProperties: false }),
  output: T.Object({ run: T.Id(), cancelled: T.Boolean() }),
  emits: [runsWoken],
  subject: 'run',
  scope: 'flows.use',
  destructive: true,
  idempotent: true,
}).run(async ({ run: id }, ctx) => {
  const run = await ctx.records(Run).get(id)
  const rows = await ctx.sql`
    UPDATE flows.run SET state = 'cancelled', ended_at = clock_timestamp(), due_at = NULL, rev = rev + 1, updated_at = now()
    WHERE org = ${ctx.org} AND id = ${id} AND state IN ('queued', 'collecting', 'ready', 'running', 'waiting') RETURNING id`
  if (rows.length && run.lane !== undefined)
    await releaseLane(
      ctx.sql,
      ctx.org,
      { flow: run.flow, version: run.version, lane: run.lane },
      false,
    )
  if (rows.length) ctx.emit(runsWoken, { runs: [id] }, { subject: id })
  return { run: id, cancelled: rows.length > 0 }
})
