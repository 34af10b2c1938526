import { language, t } from '#web'

export interface Entry {
  id: string
  title: string
  zh: string
  about: string
  about_zh: string
  icon: string
  docs?: string
  state: 'verified' | 'imported' | 'unproven'
  by: 'server' | 'samples' | 'none'
  with?: string
  on?: string
  links: boolean
  actions: string[]
}

export const titleOf = ({ title, zh }: Entry): string => (language.get() === 'zh' ? zh : title)
export const aboutOf = ({ about, about_zh }: Entry): string =>
  language.get() === 'zh' ? about_zh : about

/** What stands behind the word: against what, and when. */
export function proofOf({ state, by, with: what, on = '' }: Entry): string {
  if (state === 'imported') return t('Imported here')
  if (state === 'unproven') return t('Written by its documentation, not tried yet')
  return by === 'server'
    ? t('Tried with {what}, {day}', { what: what ?? '', day: on })
    : t('Held against its documentation, {day}', { day: on })
}
export const stateTitle = (state: Entry['state']): string =>
  ({ verified: t('Verified'), imported: t('Imported'), unproven: t('Unproven') })[state]
