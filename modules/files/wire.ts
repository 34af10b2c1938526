import { T } from '#kernel'

/**
 * What a door puts in the place of a multipart part once its bytes are stored. No other door may
 * fill such a field (`x-kind: upload`), since whoever names a blob could read it.
 */
export const Upload = T.Object(
  {
    blob: T.String({ maxLength: 200 }),
    name: T.String({ maxLength: 1000 }),
    mime: T.String({ maxLength: 200 }),
    size: T.Integer({ minimum: 0 }),
    sha256: T.String({ pattern: '^[0-9a-f]{64}$' }),
  },
  { 'x-kind': 'upload', title: 'File', additionalProperties: false },
)

/** What a door answers by bytes instead of JSON (`x-kind: download`); `size` is absent for previews. */
export const Download = T.Object(
  {
    blob: T.String(),
    name: T.String(),
    mime: T.String(),
    size: T.Optional(T.Integer()),
    inline: T.Boolean(),
  },
  { 'x-kind': 'download', 'x-path': '/files/:file' },
)

/** A file as everybody who may read it sees it. */
export const FileView = T.Object({
  id: T.Id(),
  name: T.String(),
  mime: T.String(),
  size: T.Integer(),
  width: T.Optional(T.Integer()),
  height: T.Optional(T.Integer()),
  entity: T.Optional(T.String()),
  record: T.Optional(T.Id()),
  uploader: T.Id(),
  created_at: T.Time(),
})
