import { defineAction, ref, T } from '#kernel'
import { Request, RequestView } from '../entities.ts'

export const getRequest = defineAction({
  id: 'approval.request.get',
  kind: 'query',
  effect: 'local',
  title: 'Get a request',
  description: 'One request that you submitted, decide on, or oversee.',
  input: T.Object({ request: ref(Request, { title: 'Request' }) }, { additionalProperties: false }),
  output: RequestView,
  subject: 'request',
  scope: 'approval.use',
  mcp: 'listed',
}).run(({ request }, ctx) => ctx.records(Request).get(request))
