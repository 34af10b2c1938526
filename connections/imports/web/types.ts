import { isChinese, t, type Row, type Schema } from '#web'

export type Kind = 'sql' | 'openapi' | 'http'
export type Open = 'nobody' | 'read' | 'all'

export interface Source extends Row {
  module: string
  kind: Kind
  title: string
  server: string
  account?: string
  open: Open
  url?: string
  hash?: string
  actions: number
  version: number
}

export interface Account extends Row {
  title: string
  connector: string
  auth: string
  owner: string
  reach: string
  state: 'valid' | 'refreshing' | 'failing' | 'exhausted'
  last_error?: string
  last_used_at?: string
}
export interface AuthInfo {
  kind: string
  open: boolean
  fields: { name: string; title: string; zh?: string; secret?: boolean; optional?: boolean }[]
}
export interface ConnectorInfo {
  id: string
  title: string
  zh?: string
  docs?: string
  origins: string[]
  auth: AuthInfo[]
}

export interface Column {
  name: string
  type: string
  nullable: boolean
}
export interface Table {
  schema: string
  name: string
  noun: string
  key?: string
  columns: Column[]
}
export interface Inspection {
  dialect: 'postgresql' | 'mysql'
  tables: Table[]
}
export interface TableChoice {
  schema: string
  name: string
  noun: string
  title: string
  key?: string
  cursor?: string
}
export interface StatementChoice {
  noun: string
  verb: string
  title: string
  description?: string
  sql: string
  input?: Schema
  again?: boolean
}
/** What was made from a database, in the import's plan. */
export interface SqlPlan {
  dialect: Inspection['dialect']
  tables: (TableChoice & { columns: Column[] })[]
  statements: StatementChoice[]
}

export const inWords = ({ title, zh }: { title: string; zh?: string }): string =>
  isChinese() && zh ? zh : t(title)

/** What may stand in an action's id. */
export const NOUN = /^[a-z][a-z0-9]{0,39}$/
export const VERB = /^[a-z][a-z0-9_]{0,39}$/
export const NAME = /^[a-z][a-z0-9]{1,30}$/

export const kindTitle = (kind: Kind): string =>
  ({ sql: t('Database'), openapi: t('OpenAPI document'), http: t('Written requests') })[kind]
