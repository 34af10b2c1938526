import { createHash } from 'node:crypto'

const names = new Map<string, string>()
/** Texts differ by the shape of a query only: values, and the entities of the shared layout, are bound. */
const NAMES_MAX = 5000

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
