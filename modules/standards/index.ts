export { adapted, chosenFor, resolveEvent, resolveStandard, type Resolved } from './resolve.ts'
export { setBinding } from './actions/binding.set.ts'
export { listInterfaces } from './actions/interface.list.ts'
export { implementationChosen } from './events.ts'
