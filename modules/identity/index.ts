export * from './entities.ts'
export * from './events.ts'
export { ensureSetupCode } from './setup.ts'
export { endTokens, insertToken, isUsed, revokeTokens } from './own-tokens.ts'
export {
  acceptTokens,
  apiToken,
  hashOf,
  orgOf,
  orgToken,
  type Issuer,
  type Recognised,
} from './tokens.ts'
