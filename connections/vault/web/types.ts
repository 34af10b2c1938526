import { isChinese, t, type Row } from '#web'

export interface Account extends Row {
  title: string
  connector: string
  auth: string
  owner: string
  reach: 'owner' | 'named' | 'organisation'
  origins: string[]
  parameters: Record<string, string>
  state: 'valid' | 'refreshing' | 'failing' | 'exhausted'
  hint?: string
  last_error?: string
  failing_since?: string
  expires_at?: string
  last_used_at?: string
  uses: number
}
export interface Share extends Row {
  person?: string
  department?: string
}
export interface Dependent extends Row {
  kind: string
  title: string
  link?: string
}
export interface FieldInfo {
  name: string
  title: string
  zh?: string
  secret?: boolean
  optional?: boolean
}
export interface AuthInfo {
  kind: string
  open: boolean
  scopes?: string[]
  fields: FieldInfo[]
}
export interface ConnectorInfo {
  id: string
  title: string
  zh?: string
  publisher: string
  icon?: string
  docs?: string
  origins: string[]
  tests: boolean
  auth: AuthInfo[]
}
export interface Connectors {
  items: ConnectorInfo[]
  callback: string
}

export const inWords = ({ title, zh }: { title: string; zh?: string }): string =>
  isChinese() && zh ? zh : t(title)

/** What happened, in a word and a colour. */
export function stateOf({ state, auth }: Pick<Account, 'state' | 'auth'>): {
  text: string
  tone: string
  icon: string
} {
  switch (state) {
    case 'valid':
      return { text: t('Works'), tone: 'success', icon: 'check' }
    case 'refreshing':
      return { text: t('Being renewed'), tone: 'accent', icon: 'refresh' }
    case 'failing':
      return { text: t('Having trouble'), tone: 'warning', icon: 'warning' }
    default:
      return {
        text: auth === 'oauth2_code' ? t('Has to be connected') : t('Needs a new credential'),
        tone: 'danger',
        icon: 'warning',
      }
  }
}

export function authTitle(kind: string): string {
  const titles: Record<string, string> = {
    none: t('Nothing'),
    api_key: t('An API key'),
    basic: t('User name and password'),
    bearer: t('A token'),
    hmac: t('A signing secret'),
    custom: t('Connection details'),
    oauth2_code: t('Consent at the service (OAuth)'),
    oauth2_client: t('The app’s own credentials (OAuth)'),
  }
  return titles[kind] ?? kind
}

export function reachTitle(reach: string): string {
  if (reach === 'owner') return t('Only its owner')
  return reach === 'named' ? t('Named people and departments') : t('Everybody here')
}
