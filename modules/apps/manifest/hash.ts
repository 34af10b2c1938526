import { createHash } from 'node:crypto'
import type { Manifest } from './format.ts'

/** The same content, the same hash, whatever the order of keys. */
export const hashOf = (manifest: Manifest): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(manifest)))
    .digest('hex')

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]),
  )
}
