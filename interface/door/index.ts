export { makeDoor, type Door } from './door.ts'
export {
  COOKIE,
  credentialOf,
  isOperator,
  isOwnOrigin,
  markOperator,
  requireOwnPage,
} from './credentials.ts'
export { addressOf, makeTrust } from './address.ts'
export { makeLimits, RATES, type Rates } from './limits.ts'
export { makeMetrics } from './metrics.ts'
export { parseJson } from './json.ts'
export { problemOf, refuse, sendProblem } from './problems.ts'
