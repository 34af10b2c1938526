import type { Words } from './format.ts'

export const english = ({ en, zh }: Words): string => en || zh || ''
export const chinese = ({ en, zh }: Words): string => zh || en || ''

/** A text as it was typed, under its own language. */
export const wordsOf = (text: string): Words =>
  /\p{Script=Han}/u.test(text) ? { zh: text } : { en: text }
