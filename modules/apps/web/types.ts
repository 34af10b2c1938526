import { isChinese, type Row } from '#web'
import type { EntityDef, Field, Kind, Manifest, Words } from '../manifest/format.ts'

export type { EntityDef, Field, Kind, Manifest, Words }

export interface AppRow extends Row {
  title: string
  title_zh: string
  icon: string
  module: string
  version: number
  source: 'file' | 'blank' | 'import' | 'plaza'
  publisher: string
  granted?: Granted[]
}
export interface Granted {
  kind: 'everyone' | 'person' | 'department' | 'group'
  holder?: string
  rights: string[]
}
export interface Draft {
  draft: string
  file_name: string
  rows: number
  manifest: Manifest
  lists: {
    entity: string
    table: string
    rows: number
    columns: { field: string; heading: string; filled: number; samples: string[] }[]
  }[]
}
export interface Misfit {
  entity: string
  field: string
  cells: number
  samples: string[]
}
export interface ImportRow extends Row {
  app: string
  entity: string
  file_name?: string
  status: 'ready' | 'waiting' | 'applying' | 'done' | 'cancelling' | 'cancelled' | 'failed'
  rows: number
  applied: number
  errors: number
  problem?: string
}

/** In the language that is spoken. */
export const inWords = ({ en, zh }: Words): string => (isChinese() ? zh || en : en || zh) || ''
export const appTitle = (app: AppRow): string => inWords({ en: app.title, zh: app.title_zh })

/** `/app/orders/order`: where the list of an app is. */
export const pathOf = (module: string, noun: string): string =>
  `/app/${module.slice('app_'.length)}/${noun}`
