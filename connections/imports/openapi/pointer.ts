import { isJson, type Json } from './read.ts'

/** References that follow one another; more is a circle. */
const HOPS_MAX = 20

/** What a local reference means; nothing for one that leads outside the document, or nowhere. */
export function resolved(root: Json, value: unknown): Json | undefined {
  let at = value
  for (let hop = 0; hop < HOPS_MAX; hop++) {
    if (!isJson(at)) return undefined
    const to = at['$ref']
    if (typeof to !== 'string') return at
    at = pointed(root, to)
  }
  return undefined
}

/** `#/components/schemas/Pet` in a document. */
export function pointed(root: unknown, reference: string): unknown {
  if (!reference.startsWith('#')) return undefined
  return valueAt(root, decoded(reference.slice(1)))
}

/** `/data/items`, by RFC 6901. */
export function valueAt(value: unknown, pointer: string): unknown {
  if (pointer === '' || pointer === '/') return value
  let at = value
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(at)) at = at[Number(name)]
    else if (isJson(at) && Object.hasOwn(at, name)) at = at[name]
    else return undefined
  }
  return at
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
