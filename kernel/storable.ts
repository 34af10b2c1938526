/** Deeper than this no honest input nests. */
const DEPTH_MAX = 64

/**
 * Where an input holds what PostgreSQL cannot: a NUL, half of a surrogate pair, or nesting without end.
 * Asked before anything is tried, so that no handler meets it half way.
 */
export function unstorable(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : '/'
  if (typeof value !== 'object' || value === null) return undefined
  if (depth > DEPTH_MAX) return '/'
  const named = !Array.isArray(value)
  // Without a list of its entries or a path for each: imports bring values by the million.
  for (const name in value) {
    if (named && !isStorable(name)) return `/${storable(name)}`
    const found = unstorable((value as Record<string, unknown>)[name], depth + 1)
    if (found !== undefined) return `/${name}${found === '/' ? '' : found}`
  }
  return undefined
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/** The same text as far as it can be kept; what cannot is shown as �. */
export const storable = (text: string): string =>
  isStorable(text) ? text : text.toWellFormed().replaceAll('\0', '\uFFFD')
