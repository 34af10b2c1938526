export * from './entities.ts'
export * from './events.ts'
export * from './views.ts'
