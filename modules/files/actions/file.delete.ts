import { conflict, defineAction, T } from '#kernel'
import { readableFile } from '../attach.ts'
import { fileDeleted } from '../events.ts'
import { dropFiles } from '../keep.ts'
import { deleteBlobs } from './blob.delete.ts'

export const deleteFile = defineAction({
  id: 'files.file.delete',
  kind: 'command',
  effect: 'local',
  title: 'Delete an upload',
  description:
    'Deletes an upload of yours that hangs on nothing yet. A file on a record goes with what the record’s own module does.',
  input: T.Object({ file: T.Id() }, { additionalProperties: false }),
  output: T.Object({ deleted: T.Id() }),
  errors: { attached: conflict('This file hangs on a record.', 'Remove it there.') },
  emits: [fileDeleted],
  subject: 'file',
  scope: 'files.use',
  destructive: true,
}).run(async ({ file: id }, ctx) => {
  const file = await readableFile(ctx, id)
  if (file.record !== undefined) throw ctx.error('attached')
  const keys = await dropFiles(ctx, [id])
  if (keys.length) ctx.enqueue(deleteBlobs, { keys })
  ctx.emit(fileDeleted, { file: id })
  return { deleted: id }
})
