import { createHash } from 'node:crypto'

const names = new Map<string, string>()
/** Texts differ by AST shape only (values are bound), so this stays small; the bound is for safety. */
const NAMES_MAX = 20_000

/** A prepared statement's name: the same for the same text on every connection. */
export function nameOf(text: string): string {
  let name = names.get(text)
  if (name === undefined) {
    if (names.size >= NAMES_MAX) names.clear()
    name = createHash('sha1').update(text).digest('base64url')
    names.set(text, name)
  }
  return name
}
