export * from './entities.ts'
export * from './events.ts'
export { ensureSetupCode } from './setup.ts'
