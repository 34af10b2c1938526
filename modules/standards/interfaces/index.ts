export * from './parties.ts'
export * from './trade.ts'
export * from './work.ts'
