import { T, type Static } from '#kernel'
import type { ImportRow } from './stage.ts'

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
