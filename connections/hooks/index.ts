export { cloudEvent, type CloudEvent } from './cloud-event.ts'
export { createEndpoint } from './actions/endpoint.create.ts'
export { listEvents } from './actions/event.list.ts'
