export {
  CONNECTOR,
  defineConnector,
  type AuthKind,
  type AuthSpec,
  type Connector,
  type ConnectorSpec,
  type FieldSpec,
  type RateSpec,
} from './connector.ts'
export { connectorOf, connectorsOf } from './connectors.ts'
export { Account, Dependent } from './entities.ts'
export * from './events.ts'
export { createAccount } from './actions/account.create.ts'
export { setDependents } from './actions/dependent.set.ts'
export { ALGORITHMS, KEYED, useKey, type Keyed } from './keyed.ts'
