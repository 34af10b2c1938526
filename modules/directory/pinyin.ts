import { pinyin } from 'pinyin-pro'

export interface NameKeys {
  /** Sorts Chinese names syllable by syllable, then by tone, then by character; others by their letters. */
  readonly name_key: string
  /** For "contains" searches: full pinyin, initials, and the name without accents. */
  readonly pinyin: string
  /** For prefix searches: the name in characters, pinyin, initials and mixtures. */
  readonly keys: string[]
  /** The same from each later syllable or word on. */
  readonly parts: string[]
}
/** Names longer than this are not spelt out in every mixture of syllables and initials. */
const MIXED_SYLLABLES_MAX = 4
const KEYS_MAX = 80

export function nameKeys(name: string): NameKeys {
  const runs = runsOf(name.normalize('NFC').trim())
  const syllables = runs.flatMap((run) => (run.chinese ? run.full : []))
  const words = runs
    .flatMap((run) => (run.chinese ? [] : fold(run.text).split(/[^\p{L}\p{N}]+/u)))
    .filter(Boolean)
  const full = runs.map((run) => (run.chinese ? run.full.join('') : squeeze(run.text))).join('')
  const initials = runs
    .map((run) => (run.chinese ? run.full.map(first).join('') : wordInitials(run.text)))
    .join('')
  const keys = [squeeze(name), full, initials]
  const parts: string[] = words.slice(runs[0]?.chinese ? 0 : 1)
  for (const [index, run] of runs.entries()) {
    if (!run.chinese) continue
    for (let start = 0; start < run.full.length; start++) {
      const spellings = [run.characters.slice(start).join(''), ...mixtures(run.full.slice(start))]
      ;(index === 0 && start === 0 ? keys : parts).push(...spellings)
    }
  }
  for (let start = 1; start < words.length; start++) parts.push(words.slice(start).join(''))
  return {
    name_key:
      runs.map((run) => (run.chinese ? run.sort.join(' ') : fold(run.text).trim())).join(' ') ||
      name,
    pinyin: [...new Set([syllables.join(''), syllables.map(first).join(''), fold(name)])]
      .filter(Boolean)
      .join(' '),
    keys: withoutPrefixes(keys.flatMap(asTyped)).slice(0, KEYS_MAX),
    parts: withoutPrefixes(parts.flatMap(asTyped)).slice(0, KEYS_MAX),
  }
}

/** What is typed or stored, in lower case without accents. */
export function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').normalize('NFC').toLowerCase()
}
const squeeze = (text: string): string => fold(text).replaceAll(/[^\p{L}\p{N}]+/gu, '')
const wordInitials = (text: string): string =>
  fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .map(first)
    .join('')

type Run =
  | { readonly chinese: false; readonly text: string }
  | {
      readonly chinese: true
      readonly characters: string[]
      readonly full: string[]
      readonly sort: string[]
    }

/** Splits into stretches of Chinese characters and of everything else; the surname rule holds for the first. */
function runsOf(name: string): Run[] {
  return [...name.matchAll(/\p{Script=Han}+|[^\p{Script=Han}]+/gu)].map(([text], index): Run => {
    if (!/\p{Script=Han}/u.test(text)) return { chinese: false, text }
    const options = {
      type: 'array',
      surname: index === 0 ? 'head' : 'off',
      nonZh: 'spaced',
      v: true,
    } as const
    const toned = pinyin(text, { ...options, toneType: 'num' })
    const characters = [...text]
    const full = characters.map((character, at) =>
      (toned[at] ?? character).replaceAll(/\d/g, '').toLowerCase(),
    )
    const sort = characters.map(
      (character, at) => `${full[at]}${/\d/.exec(toned[at] ?? '')?.[0] ?? ''}${character}`,
    )
    return { chinese: true, characters, full, sort }
  })
}

/** `lin lan` → linlan, llan: people type whatever is shortest, and a prefix of either is found by it. */
function mixtures(syllables: readonly string[]): string[] {
  const all = syllables.join('')
  if (syllables.length > MIXED_SYLLABLES_MAX) return [all, syllables.map(first).join('')]
  const heads = syllables
    .slice(0, -1)
    .reduce<string[]>(
      (before, syllable) => before.flatMap((head) => [head + syllable, head + first(syllable)]),
      [''],
    )
  return heads.map((head) => head + syllables.at(-1)!)
}

const first = (text: string): string => [...text][0] ?? ''

/** ü is typed as v by some and as u by others. */
const asTyped = (key: string): string[] =>
  /[ln]v/.test(key) ? [key, key.replaceAll(/([ln])v/g, '$1u')] : [key]

function withoutPrefixes(keys: readonly string[]): string[] {
  const sorted = [...new Set(keys)].filter(Boolean).sort()
  return sorted.filter((key, index) => !sorted[index + 1]?.startsWith(key))
}
