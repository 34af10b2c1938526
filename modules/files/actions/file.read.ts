import { conflict, defineAction, T } from '#kernel'
import { readableFile } from '../attach.ts'
import { preview, type PreviewSize } from '../pictures.ts'
import { Download } from '../wire.ts'

const WEBP = 'image/webp'

export const readFile = defineAction({
  id: 'files.file.read',
  kind: 'query',
  effect: 'local',
  title: 'Download a file',
  description:
    'The bytes of a file, as an attachment; a picture also inline, re-encoded, whole or as a preview of 480 or 1600 pixels.',
  input: T.Object(
    {
      file: T.Id(),
      inline: T.Optional(T.Boolean({ title: 'Show' })),
      size: T.Optional(T.Enum(['480', '1600'], { title: 'Preview' })),
    },
    { additionalProperties: false },
  ),
  output: Download,
  errors: {
    noPicture: conflict('This file is no picture that can be shown.', 'Download it instead.'),
  },
  subject: 'file',
  scope: 'files.use',
}).run(async ({ file: id, inline, size }, ctx) => {
  const file = await readableFile(ctx, id)
  const [kept] = await ctx.sql<{ key: string }>`
    SELECT key FROM files.blob WHERE org = ${ctx.org} AND sha256 = ${file.sha256}`
  const key = kept!.key
  if (!inline && size === undefined)
    return { blob: key, name: file.name, mime: file.mime, size: file.size, inline: false }
  if (file.width === undefined) throw ctx.error('noPicture')
  const shown: PreviewSize = size ?? 'full'
  return {
    blob: await preview(ctx.blobs, key, shown),
    name: `${file.name}.webp`,
    mime: WEBP,
    inline: true,
  }
})
