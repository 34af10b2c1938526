import { T, type Static } from '#kernel'
import type { ImportRow } from './stage.ts'

/** A piece takes a second; whatever has not moved for so long will not move by itself. */
export const STALLED_MS = 60_000

export const importProgress = T.Object({
  import: T.Id(),
  status: T.String(),
  rows: T.Integer(),
  applied: T.Integer(),
  created: T.Integer(),
  updated: T.Integer(),
  unchanged: T.Integer(),
  errors: T.Integer(),
})

export function progressOf({
  id,
  status,
  rows,
  applied,
  created,
  updated,
  unchanged,
  errors,
}: ImportRow): Static<typeof importProgress> {
  return { import: id, status, rows, applied, created, updated, unchanged, errors }
}
