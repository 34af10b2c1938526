export * from './entities.ts'
export * from './events.ts'
export { createApp } from './actions/app.create.ts'
export { startDraft } from './actions/draft.start.ts'
