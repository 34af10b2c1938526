import { language, type Row } from '#web'

export interface Words {
  en: string
  zh?: string
}
export const inWords = ({ en, zh }: Words): string => (language.get() === 'zh' && zh ? zh : en)

export interface Inspection {
  module: string
  url: string
  origin: string
  hash: string
  version: number
  title: Words
  description?: Words
  publisher: string
  partner_type: string
  asks: { scope: string; title: Words; why: Words }[]
  scopes: { key: string; title: Words; everyone: boolean }[]
  entities: Words[]
  actions: { id: string; title: Words; kind: string }[]
  pages: Words[]
  placements: { slot: string; title: Words }[]
  implements: string[]
  installed?: { link: string; version: number; same: boolean }
}

export interface LinkRow extends Row {
  module: string
  title: string
  publisher: string
  url: string
  origin: string
  version: number
  grants: string[]
  status: 'connecting' | 'active' | 'removed'
  health: 'unknown' | 'ok' | 'failing'
  health_error?: string
  checked_at?: string
  health_since?: string
  latency_ms?: number
}

export interface LinkState {
  link: string
  title: string
  publisher: string
  origin: string
  health: LinkRow['health']
  health_since?: string
  checked_at?: string
  /** The caller, as the vendor knows him. */
  me: { id: string; name?: string }
  client?: string
}
