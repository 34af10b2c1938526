import { defineEntity, T } from '#kernel'

/**
 * A file of one organisation. What it hangs on (`entity`, `record`) decides who may read it; until it
 * hangs on something, only its uploader may. The bytes lie in the blob store under `blob`, which
 * several files of the same content share.
 */
export const File = defineEntity({
  id: 'files.file',
  title: 'File',
  label: 'name',
  search: ['name'],
  fields: {
    name: T.String({ title: 'Name', maxLength: 255 }),
    mime: T.String({ title: 'Type', maxLength: 200 }),
    size: T.Integer({ title: 'Size', minimum: 0 }),
    sha256: T.String({ title: 'Fingerprint', pattern: '^[0-9a-f]{64}$' }),
    uploader: T.Id({ title: 'Uploaded by' }),
    entity: T.Optional(T.String({ title: 'Hangs on', maxLength: 100 })),
    record: T.Optional(T.Id({ title: 'Record' })),
    width: T.Optional(T.Integer({ title: 'Width' })),
    height: T.Optional(T.Integer({ title: 'Height' })),
  },
  access: {
    read: { where: { uploader: '$actor.id', record: null } },
    create: { check: { uploader: '$actor.id' } },
    delete: { where: { uploader: '$actor.id', record: null } },
  },
})
