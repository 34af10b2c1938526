import { defineAction, T } from '#kernel'
import { flowChanged } from '../events.ts'
import { switchFlow } from '../switch-flow.ts'

export const disableFlow = defineAction({
  id: 'flows.flow.disable',
  kind: 'command',
  effect: 'local',
  title: 'Switch a flow off',
  description: 'Nothing new begins; runs under way go on.',
  input: T.Object({ flow: T.Id({ title: 'Flow' }) }, { additionalProperties: false }),
  output: T.Object({ flow: T.Id(), state: T.String() }),
  emits: [flowChanged],
  subject: 'flow',
  scope: 'flows.make',
  idempotent: true,
}).run(({ flow }, ctx) => switchFlow(ctx, flow, 'disabled'))
