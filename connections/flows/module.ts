import { defineModule } from '#kernel'
import { createFlow } from './actions/flow.create.ts'
import { receiveHook } from './actions/hook.receive.ts'
import { start } from './engines.ts'
import { Flow, Run, Version } from './entities.ts'
import { flowChanged, runsWoken } from './events.ts'
import { hooksMount } from './hooks.ts'

export default defineModule({
  id: 'flows',
  title: 'Flows',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['directory', 'cards'],
  entities: [Flow, Version, Run],
  events: [flowChanged, runsWoken],
  actions: [createFlow, receiveHook],
  mounts: [hooksMount()],
  scopes: {
    'flows.use': { title: 'Use flows', roles: ['member'] },
    'flows.make': { title: 'Make flows', roles: ['member'] },
    'flows.admin': { title: 'See and keep every flow', roles: [] },
  },
  start,
})
