import { conflict, defineAction, T } from '#kernel'
import { attachFiles, readableFile, requireRecord } from '../attach.ts'
import { fileAttached } from '../events.ts'
import { viewOf } from '../view.ts'
import { FileView } from '../wire.ts'

export const attachFile = defineAction({
  id: 'files.file.attach',
  kind: 'command',
  effect: 'local',
  title: 'Attach a file',
  description:
    'Hangs your upload on a record that you may read; from then on whoever may read the record may read the file.',
  input: T.Object(
    { file: T.Id(), entity: T.String({ maxLength: 100 }), record: T.Id() },
    { additionalProperties: false },
  ),
  output: FileView,
  errors: {
    attachedElsewhere: conflict(
      'This file hangs on something else already.',
      'Upload it again, or copy it.',
    ),
  },
  emits: [fileAttached],
  subject: 'file',
  scope: 'files.use',
  idempotent: true,
}).run(async ({ file, entity, record }, ctx) => {
  const found = await readableFile(ctx, file)
  if (found.entity === entity && found.record === record) return viewOf(found)
  await requireRecord(ctx, entity, record)
  const attached = await attachFiles(ctx, entity, [{ file, record, uploader: ctx.actor.id }])
  if (attached.size === 0) throw ctx.error('attachedElsewhere')
  ctx.emit(fileAttached, { file, entity, record })
  return viewOf({ ...found, entity, record })
})
