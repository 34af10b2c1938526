import { conflict, defineAction, invalid, T } from '#kernel'
import { requireRecord } from '../attach.ts'
import { File } from '../entities.ts'
import { fileUploaded } from '../events.ts'
import { keepBlob, requireFresh, takeRoom } from '../keep.ts'
import { safeMime, safeName } from '../name.ts'
import { measure } from '../pictures.ts'
import { limitsOf } from '../settings.ts'
import { viewOf } from '../view.ts'
import { FileView, Upload } from '../wire.ts'
import { deleteBlobs } from './blob.delete.ts'
import { LOOSE_HOURS, sweepFiles } from './file.sweep.ts'

export const uploadFile = defineAction({
  id: 'files.file.upload',
  kind: 'command',
  effect: 'local',
  title: 'Upload a file',
  description:
    'Stores a file, sent as multipart/form-data. Until it hangs on a record only its uploader can read it, and after a day it goes.',
  input: T.Object(
    {
      file: Upload,
      entity: T.Optional(
        T.String({
          maxLength: 100,
          description: 'Entity of the record it belongs to, e.g. directory.person.',
        }),
      ),
      record: T.Optional(T.Id()),
    },
    { additionalProperties: false },
  ),
  output: FileView,
  errors: {
    tooLarge: invalid(
      'The file is larger than your organisation allows.',
      'Send a smaller file, or ask an administrator to raise the limit.',
    ),
    noRoom: conflict(
      'Your organisation has no room left for files.',
      'Ask an administrator to delete files or to raise the quota.',
    ),
    recordMissing: invalid(
      'A file hangs on a record by entity and record together.',
      'Send both or neither.',
    ),
  },
  emits: [fileUploaded],
  scope: 'files.use',
  ratePerMinute: 120,
}).run(async ({ file: uploaded, entity, record }, ctx) => {
  const limits = limitsOf(ctx.settings)
  if (uploaded.size > limits.file) throw ctx.error('tooLarge', { max_bytes: limits.file })
  if ((entity === undefined) !== (record === undefined)) throw ctx.error('recordMissing')
  await requireFresh(ctx, uploaded)
  const owner = entity === undefined || record === undefined ? {} : { entity, record }
  if (owner.entity) await requireRecord(ctx, owner.entity, owner.record)

  const picture = await measure(ctx.blobs, uploaded.blob, uploaded.size)
  const { fresh } = await keepBlob(ctx, uploaded)
  if (!fresh) ctx.enqueue(deleteBlobs, { keys: [uploaded.blob] })
  else if (!(await takeRoom(ctx, uploaded.size, limits.quota))) throw ctx.error('noRoom')

  const file = await ctx.records(File).create({
    name: safeName(uploaded.name),
    size: uploaded.size,
    sha256: uploaded.sha256,
    uploader: ctx.actor.id,
    ...(picture ?? { mime: safeMime(uploaded.mime) }),
    ...owner,
  })
  if (!owner.entity)
    ctx.enqueue(
      sweepFiles,
      {},
      { key: 'files.sweep', at: new Date(ctx.now.getTime() + LOOSE_HOURS * 3_600_000) },
    )
  ctx.emit(fileUploaded, { file: file.id, name: file.name, mime: file.mime, size: file.size })
  return viewOf(file)
})
