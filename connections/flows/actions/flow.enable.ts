import { defineAction, T } from '#kernel'
import { flowChanged } from '../events.ts'
import { switchFlow } from '../switch-flow.ts'

export const enableFlow = defineAction({
  id: 'flows.flow.enable',
  kind: 'command',
  effect: 'local',
  title: 'Switch a flow on',
  description: 'It begins by its trigger from now on.',
  input: T.Object({ flow: T.Id({ title: 'Flow' }) }, { additionalProperties: false }),
  output: T.Object({ flow: T.Id(), state: T.String() }),
  emits: [flowChanged],
  subject: 'flow',
  scope: 'flows.make',
  idempotent: true,
}).run(({ flow }, ctx) => switchFlow(ctx, flow, 'enabled'))
