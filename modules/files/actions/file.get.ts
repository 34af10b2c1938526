import { defineAction, T } from '#kernel'
import { readableFile } from '../attach.ts'
import { viewOf } from '../view.ts'
import { FileView } from '../wire.ts'

export const getFile = defineAction({
  id: 'files.file.get',
  kind: 'query',
  effect: 'local',
  title: 'Get a file',
  description: 'Name, type and size of a file that you may read.',
  input: T.Object({ file: T.Id() }, { additionalProperties: false }),
  output: FileView,
  subject: 'file',
  scope: 'files.use',
}).run(async ({ file }, ctx) => viewOf(await readableFile(ctx, file)))
