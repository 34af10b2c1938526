import { T, type Static } from '#kernel'
import type { ImportRow } from './stage.ts'

/** A piece takes a moment; whatever has not moved for so long will not move by itself. */
export const STALLED_MS = 60_000

export const importProgress = T.Object({
  import: T.Id(),
  status: T.String(),
  rows: T.Integer(),
  applied: T.Integer(),
  errors: T.Integer(),
})

export const progressOf = ({
  id,
  status,
  rows,
  applied,
  errors,
}: ImportRow): Static<typeof importProgress> => ({
  import: id,
  status,
  rows,
  applied,
  errors,
})
