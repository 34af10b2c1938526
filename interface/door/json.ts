import { fail } from '#kernel'

/** Deeper JSON than this is no one's data, and recursion over it would end the stack. */
const DEPTH_MAX = 100

/** Parses what a stranger sent: bounded depth, and no key that could reach a prototype. */
export function parseJson(text: string): unknown {
  if (tooDeep(text)) throw fail('invalid', `The JSON is nested deeper than ${DEPTH_MAX} levels.`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw fail('invalid', 'The body is not valid JSON.', 'Send one JSON object.')
  }
  // Escapes can spell the keys too, so a text without both needs no walk.
  if ((text.includes('proto') || text.includes('\\u')) && poisoned(value)) {
    throw fail(
      'invalid',
      'The JSON has a key that is not allowed (__proto__ or constructor.prototype).',
    )
  }
  return value
}

function tooDeep(text: string): boolean {
  let depth = 0
  let inText = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (inText) {
      if (code === BACKSLASH) index++
      else if (code === QUOTE) inText = false
    } else if (code === QUOTE) inText = true
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth > DEPTH_MAX) return true
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--
  }
  return false
}
const QUOTE = 34
const BACKSLASH = 92
const OPEN_BRACE = 123
const CLOSE_BRACE = 125
const OPEN_BRACKET = 91
const CLOSE_BRACKET = 93

function poisoned(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(poisoned)
  if (Object.hasOwn(value, '__proto__')) return true
  const made = Object.getOwnPropertyDescriptor(value, 'constructor')?.value as unknown
  if (typeof made === 'object' && made !== null && Object.hasOwn(made, 'prototype')) return true
  return Object.values(value).some(poisoned)
}
