import type { EgressAnswer } from '#kernel/egress'
import type { Credential } from './credential.ts'

/** Shorter words stand in honest answers by chance. */
const LENGTH_MIN = 6
const STARS = '********'

/** Every way in which a credential's secrets may come back: as they are, in base64 beside a user, in a URL. */
export function wordsOf(sealed: Credential, user = ''): string[] {
  const all = Object.values(sealed).flatMap((word) => [
    word,
    encodeURIComponent(word),
    JSON.stringify(word).slice(1, -1),
    Buffer.from(word).toString('base64'),
    Buffer.from(`${user}:${word}`).toString('base64'),
  ])
  return [...new Set(all)]
    .filter(({ length }) => length >= LENGTH_MIN)
    .toSorted((a, b) => b.length - a.length)
}

/** A service that repeats what it was sent (in an error, in a log) shows it to nobody here. */
export function masked(answer: EgressAnswer, words: readonly string[], url: string): EgressAnswer {
  const headers = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [name, without(value, words)]),
  )
  const bytes = Buffer.from(answer.body.buffer, answer.body.byteOffset, answer.body.byteLength)
  const found = words.some((word) => bytes.includes(word))
  return {
    ...answer,
    headers,
    url,
    body: found
      ? Buffer.from(without(bytes.toString('latin1'), words.map(asLatin1)), 'latin1')
      : answer.body,
  }
}

export const without = (text: string, words: readonly string[]): string =>
  words.reduce((left, word) => (left.includes(word) ? left.replaceAll(word, STARS) : left), text)

/** Bytes are looked at one by one, so that what is no text comes out as it went in. */
const asLatin1 = (word: string): string => Buffer.from(word).toString('latin1')
