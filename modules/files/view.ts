import type { Static } from '#kernel'
import type { FileRecord } from './attach.ts'
import type { FileView } from './wire.ts'

export function viewOf({
  id,
  name,
  mime,
  size,
  width,
  height,
  entity,
  record,
  uploader,
  created_at,
}: FileRecord): Static<typeof FileView> {
  return {
    id,
    name,
    mime,
    size,
    uploader,
    created_at,
    ...(width === undefined || height === undefined ? {} : { width, height }),
    ...(entity === undefined || record === undefined ? {} : { entity, record }),
  }
}
