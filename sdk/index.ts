export * from './manifest.ts'
export { sign, verify, newSecret, TOLERANCE_S, type Signed } from './sign.ts'
export { makeTenon, TenonProblem, type Tenon } from './tenon.ts'
export {
  makeVendor,
  Refusal,
  type Call,
  type Vendor,
  type VendorSpec,
  type Installation,
} from './vendor.ts'
export { memoryStore, type Store } from './store.ts'
export { fileStore } from './file-store.ts'
export { openLog, type Log } from './log.ts'
export { type Session, type Sessions } from './sessions.ts'
export { makeOpenId, type SignInAt } from './openid.ts'
export { pageScript } from './page-script.ts'
