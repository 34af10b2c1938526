import { isChinese, t } from '#web'

export interface Words {
  en?: string
  zh?: string
}
export interface Scope {
  key: string
  title: Words
  everyone: boolean
}
export interface Installed {
  module: string
  title: Words
  version: number
  publisher: string
  partner_type: string
  first_party: boolean
  kind: 'native' | 'built'
  data_at: 'here' | 'vendor'
  scopes: Scope[]
  entities: number
  actions: number
  removable: boolean
  app?: string
  source?: string
  listing?: string
  upgrade?: number
  broken?: string
}
export interface Listing {
  listing: string
  title: Words
  about?: Words
  icon: string
  publisher: string
  publisher_kind: string
  version: number
  status: 'listed' | 'withdrawn'
  own: boolean
  installed?: { app: string; module: string; version: number }
}
export interface Details extends Listing {
  number: number
  note?: string
  scopes: Scope[]
  lists: { title: Words; fields: Words[]; who: string }[]
  differences?: { what: string; change: string; key: string; title: Words }[]
}

/** In the language that is spoken. */
export const inWords = ({ en, zh }: Words): string => (isChinese() ? zh || en : en || zh) || ''

export const publisherOf = ({
  publisher,
  first_party,
}: Pick<Installed, 'publisher' | 'first_party'>) =>
  first_party && publisher === 'tenon' ? 'Tenon' : publisher

export const partnerTitle = (type: string): string =>
  ({
    base: t('Base'),
    software: t('Software'),
    hardware: t('Hardware'),
    'low-code': t('Low-code'),
    delivery: t('Delivery'),
    suite: t('Suite'),
    training: t('Training'),
    company: t('Company'),
    vendor: t('Vendor'),
    provider: t('Service provider'),
    operator: t('Operator'),
  })[type] ?? type

export const whoTitle = (who: string): string =>
  ({
    everyone: t('Everybody sees its records'),
    own: t('Everybody sees his own records'),
    department: t('A department sees its records'),
    roles: t('Only some roles see its records'),
  })[who] ?? who
