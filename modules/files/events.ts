import { defineEvent, T } from '#kernel'

export const fileUploaded = defineEvent({
  id: 'files.file.uploaded',
  title: 'File uploaded',
  payload: T.Object({ file: T.Id(), name: T.String(), mime: T.String(), size: T.Integer() }),
})

export const fileAttached = defineEvent({
  id: 'files.file.attached',
  title: 'File attached',
  payload: T.Object({ file: T.Id(), entity: T.String(), record: T.Id() }),
})

export const fileDeleted = defineEvent({
  id: 'files.file.deleted',
  title: 'File deleted',
  payload: T.Object({ file: T.Id() }),
})
