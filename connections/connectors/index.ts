export { listEntries } from './actions/entry.list.ts'
export { entries } from './entries/index.ts'
