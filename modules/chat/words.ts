import type { BaseContext } from '#kernel'

/**
 * Words of a text for finding it. Chinese has no spaces, so every two neighbouring characters are a
 * word of the index: whatever is asked for is found, in the dictionary or not. The question is cut by
 * a dictionary (jieba, loaded when somebody first searches), so that its words may stand apart.
 */
const HAN = /\p{Script=Han}/u
const RUNS = /\p{Script=Han}+|[\p{L}\p{N}](?:[\p{L}\p{N}'’._@-]*[\p{L}\p{N}])?/gu
/** PostgreSQL takes words of 2 kB and texts of 1 MB; nobody searches for longer ones. */
const WORD_MAX = 60
const WORDS_MAX = 4000

export function wordsOf(text: string): string[] {
  const words = new Set<string>()
  for (const [run] of folded(text).matchAll(RUNS)) {
    if (HAN.test(run)) for (const pair of pairs(run)) words.add(pair)
    else for (const word of latin(run)) words.add(word.slice(0, WORD_MAX))
    if (words.size > WORDS_MAX) break
  }
  return [...words].slice(0, WORDS_MAX)
}

/** A question as a tsquery, and as patterns for messages too new to be indexed. */
export async function questionOf(
  text: string,
): Promise<{ query: string; patterns: string[] } | undefined> {
  const terms: string[] = []
  const parts: string[] = []
  for (const [run] of folded(text).matchAll(RUNS)) {
    if (!HAN.test(run)) {
      parts.push(run)
      terms.push(...latin(run).map((word) => `${quoted(word.slice(0, WORD_MAX))}:*`))
      continue
    }
    for (const word of run.length > 3 ? await cut(run) : [run]) {
      parts.push(word)
      const characters = [...word]
      // Every character begins some pair, so one character is a prefix.
      if (characters.length === 1) terms.push(`${quoted(word)}:*`)
      else
        terms.push(
          ...pairs(word)
            .filter((pair) => [...pair].length === 2)
            .map(quoted),
        )
    }
  }
  if (terms.length === 0) return undefined
  return {
    query: [...new Set(terms)].slice(0, 50).join(' & '),
    patterns: parts.slice(0, 20).map((part) => `%${part.replaceAll(/[\\%_]/g, '\\$&')}%`),
  }
}

/** An edited message is found by what it says now. */
export const reword = (ctx: BaseContext, message: string, text: string): Promise<unknown> =>
  ctx.sql`UPDATE chat.word SET words = array_to_tsvector(${wordsOf(text)}::text[]) WHERE org = ${ctx.org} AND message = ${message}`

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Pairs, and the last character alone, so that each character of the run begins one. */
function pairs(run: string): string[] {
  const characters = [...run]
  return characters.map((character, index) => character + (characters[index + 1] ?? ''))
}

/** `KR-6204` is found by itself, by `KR` and by `6204`. */
function latin(run: string): string[] {
  const parts = run.split(/['’._@-]+/).filter(Boolean)
  return parts.length > 1 ? [run, ...parts] : [run]
}

const quoted = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

let jieba: Promise<{ cut(text: string, hmm?: boolean): string[] }> | undefined

async function cut(run: string): Promise<string[]> {
  jieba ??= Promise.all([import('@node-rs/jieba'), import('@node-rs/jieba/dict.js')]).then(
    ([{ Jieba }, { dict }]) => Jieba.withDict(dict),
  )
  return (await jieba).cut(run, true)
}
