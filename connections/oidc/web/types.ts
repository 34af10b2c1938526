import type { Row } from '#web'

export type Kind = 'web' | 'browser' | 'native' | 'service'
export interface App extends Row {
  name: string
  kind: Kind
  client_id: string
  redirect_uris: string[]
  logout_uris: string[]
  logout_notice_uri?: string
  scopes: string[]
  anyone: boolean
  pushed_only: boolean
  status: 'active' | 'disabled'
  made_by?: string
  secret_hint?: string
}
export interface Consent extends Row {
  client: string
  client_name: string
  person?: string
  scopes: string[]
  given_by?: string
  created_at: string
}
export interface SignIn extends Row {
  client: string
  client_name: string
  person: string
  created_at: string
  last_at: string
}
