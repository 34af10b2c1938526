import { defineEvent, T } from '#kernel'

const endpoint = T.Id()
export const endpointCreated = defineEvent({
  id: 'hooks.endpoint.created',
  title: 'A webhook was made',
  payload: T.Object({ endpoint, url: T.String() }),
})
export const endpointChanged = defineEvent({
  id: 'hooks.endpoint.changed',
  title: 'A webhook was changed',
  payload: T.Object({ endpoint }),
})
export const endpointDeleted = defineEvent({
  id: 'hooks.endpoint.deleted',
  title: 'A webhook was deleted',
  payload: T.Object({ endpoint }),
})
export const endpointFailed = defineEvent({
  id: 'hooks.endpoint.failed',
  title: 'A webhook was switched off after failing for days, or because it said that it is gone',
  payload: T.Object({ endpoint, owner: T.Id(), name: T.String() }),
})
