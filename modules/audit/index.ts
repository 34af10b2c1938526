export * from './entities.ts'
export * from './events.ts'
export { listEntries } from './actions/entry.list.ts'
