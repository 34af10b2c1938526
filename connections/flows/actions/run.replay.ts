import { defineAction, T } from '#kernel'
import { runsWoken } from '../events.ts'
import { replay } from '../replay.ts'

/** Runs at once; more go by the same filter again. */
const RUNS_MAX = 100

export const replayRuns = defineAction({
  id: 'flows.run.replay',
  kind: 'command',
  effect: 'local',
  title: 'Run again',
  description:
    'Runs of a filter once more, each as a new run that names its origin: from the start, from the failed step or from a given one; on the same version or the newest. With `dry` nothing happens and you see what would differ.',
  input: T.Object(
    {
      runs: T.Optional(T.Array(T.Id(), { maxItems: RUNS_MAX, title: 'Runs' })),
      flow: T.Optional(T.Id({ title: 'Flow' })),
      state: T.Optional(T.Enum(['failed', 'done', 'cancelled'], { title: 'State' })),
      error_class: T.Optional(T.String({ title: 'Class of error', maxLength: 20 })),
      since: T.Optional(T.Time({ title: 'Since' })),
      until: T.Optional(T.Time({ title: 'Until' })),
      from: T.Optional(
        T.String({ title: 'From', description: 'start, failed, or a step', maxLength: 300 }),
      ),
      version: T.Optional(T.Enum(['same', 'newest'], { title: 'Version' })),
      keys: T.Optional(T.Enum(['keep', 'renew'], { title: 'Idempotency keys' })),
      dry: T.Optional(T.Boolean({ title: 'Only show what would differ' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    items: T.Array(
      T.Object({
        origin: T.Id(),
        run: T.Optional(T.Id()),
        state: T.String(),
        before: T.Optional(T.Unknown()),
        after: T.Optional(T.Unknown()),
        same: T.Optional(T.Boolean()),
      }),
    ),
    more: T.Boolean(),
  }),
  emits: [runsWoken],
  scope: 'flows.use',
}).run(async (input, ctx) => {
  const answer = await replay(ctx, input, RUNS_MAX)
  const runs = answer.items.flatMap(({ run }) => (run ? [run] : []))
  if (runs.length) ctx.emit(runsWoken, { runs }, { subject: runs[0]! })
  return answer
})
