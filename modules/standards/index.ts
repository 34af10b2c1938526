export { fits, type Finding } from './fit.ts'
export * as shipped from './interfaces/index.ts'
export {
  adapted,
  chosenFor,
  resolveEvent,
  resolveStandard,
  type Resolved,
  type ResolvedEvent,
} from './resolve.ts'
export { setBinding } from './actions/binding.set.ts'
export { listInterfaces } from './actions/interface.list.ts'
export { implementationChosen } from './events.ts'
