import { remembered, signal, useSignal } from './signal.ts'

export type Language = 'en' | 'zh'

/** English text is the key; a dictionary maps it to Chinese. Modules add theirs when they load. */
const zh = new Map<string, string>()

const initial = (): Language =>
  /^zh/i.test(remembered.get('language') ?? navigator.language) ? 'zh' : 'en'
export const language = signal<Language>(initial())

export function addWords(words: Record<string, string>) {
  for (const [english, chinese] of Object.entries(words)) zh.set(english, chinese)
}

/** Titles by id, as the modules' manifests bring them. */
let titles: ReadonlyMap<string, string> = new Map()
export function setModuleWords(words: ReadonlyMap<string, string>) {
  titles = words
}
/** A module's Chinese for an id, when Chinese is spoken. */
export const moduleWord = (id: string): string | undefined =>
  language.get() === 'zh' ? titles.get(id) : undefined

export function setLanguage(next: Language) {
  remembered.set('language', next)
  applyLanguage(next)
  language.set(next)
}

export function applyLanguage(next: Language = language.get()) {
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
}

/** Says a text in the present language; `{name}` is filled from `values`. */
export function t(english: string, values?: Record<string, string | number>): string {
  const text = language.get() === 'zh' ? (zh.get(english) ?? english) : english
  if (!values) return text
  return text.replace(/\{(\w+)\}/g, (whole, name: string, at: number) => {
    const value = values[name]
    if (value === undefined) return whole
    const words = typeof value === 'number' ? value.toLocaleString('en-US') : value
    return spaced(words, text[at - 1], text[at + whole.length])
  })
}

const CHINESE = /[\u3400-\u9fff]/
const LATIN = /[A-Za-z0-9]/

/** Between Chinese and Latin stands a space, whoever's name it is. */
function spaced(words: string, before = '', after = ''): string {
  const front = CHINESE.test(before) && LATIN.test(words[0] ?? '') ? ' ' : ''
  const back = CHINESE.test(after) && LATIN.test(words.at(-1) ?? '') ? ' ' : ''
  return `${front}${words}${back}`
}

/** One or many: `tn(3, '{n} person', '{n} people')`; Chinese has one form, kept under the many. */
export function tn(
  n: number,
  one: string,
  many: string,
  values: Record<string, string | number> = {},
): string {
  return t(n === 1 && language.get() === 'en' ? one : many, { n, ...values })
}

/** Makes a component draw anew when the language changes. */
export const useLanguage = () => useSignal(language)
export const locale = () => (language.get() === 'zh' ? 'zh-CN' : 'en-GB')
