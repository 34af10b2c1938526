export * from './entities.ts'
export * from './events.ts'
