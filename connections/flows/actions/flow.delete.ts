import { defineAction, T } from '#kernel'
import { flowChanged } from '../events.ts'
import { switchFlow } from '../switch-flow.ts'

export const deleteFlow = defineAction({
  id: 'flows.flow.delete',
  kind: 'command',
  effect: 'local',
  title: 'Delete a flow',
  description:
    'Nothing begins any more and what waits is cancelled; runs that ended stay readable.',
  input: T.Object({ flow: T.Id({ title: 'Flow' }) }, { additionalProperties: false }),
  output: T.Object({ flow: T.Id(), state: T.String() }),
  emits: [flowChanged],
  subject: 'flow',
  scope: 'flows.make',
  destructive: true,
}).run(async ({ flow }, ctx) => {
  const deleted = await switchFlow(ctx, flow, 'deleted')
  await ctx.sql`
    UPDATE flows.run SET state = 'cancelled', error = 'The flow was deleted.', ended_at = clock_timestamp(), due_at = NULL, rev = rev + 1
    WHERE org = ${ctx.org} AND flow = ${flow} AND state IN ('queued', 'collecting', 'ready', 'waiting')`
  return deleted
})
