import { conflict, defineAction, T } from '#kernel'
import { Run } from '../entities.ts'
import { runsWoken } from '../events.ts'

export const retryRun = defineAction({
  id: 'flows.run.retry',
  kind: 'command',
  effect: 'local',
  title: 'Try a failed run again',
  description:
    'Goes on at the step that failed, on the same version. What was done before is not done again.',
  input: T.Object({ run: T.Id({ title: 'Run' }) }, { additionalProperties: false }),
  output: T.Object({ run: T.Id(), state: T.String() }),
  errors: { notFailed: conflict('Only a failed run is tried again.', 'Run it anew instead.') },
  emits: [runsWoken],
  subject: 'run',
  scope: 'flows.use',
}).run(async ({ run: id }, ctx) => {
  const run = await ctx.records(Run).get(id)
  const rows = await ctx.sql`
    UPDATE flows.run SET state = 'ready', due_at = clock_timestamp(), ended_at = NULL, error = NULL, error_class = NULL, error_step = NULL, active_ms = 0, fence = fence + 1, rev = rev + 1
    WHERE org = ${ctx.org} AND id = ${run.id} AND state = 'failed' RETURNING id`
  if (rows.length === 0) throw ctx.error('notFailed')
  await ctx.sql`DELETE FROM flows.step WHERE org = ${ctx.org} AND run = ${id} AND state IN ('failed', 'retry')`
  ctx.emit(runsWoken, { runs: [id] }, { subject: id })
  return { run: id, state: 'ready' }
})
