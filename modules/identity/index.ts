export * from './entities.ts'
export * from './events.ts'
export { ensureSetupCode } from './setup.ts'
export { acceptTokens, orgOf, type Issuer, type Recognised } from './tokens.ts'
