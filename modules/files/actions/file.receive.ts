import { conflict, defineAction, invalid, T } from '#kernel'
import { File } from '../entities.ts'
import { fileUploaded } from '../events.ts'
import { keepBlob, takeRoom } from '../keep.ts'
import { safeMime, safeName } from '../name.ts'
import { contentOf, OUTSIDE_BYTES_MAX } from '../outside.ts'
import { limitsOf } from '../settings.ts'
import { deleteBlobs } from './blob.delete.ts'
import { LOOSE_HOURS, sweepFiles } from './file.sweep.ts'

/**
 * An upload of somebody without an account, for the organisation whose form he fills in. The door stored
 * it where no organisation looks for its own, so the bytes move; the door's copy goes after commit.
 */
export const receiveFile = defineAction({
  id: 'files.file.receive',
  kind: 'command',
  effect: 'local',
  title: 'Keep a file from outside',
  description:
    'Stores what somebody without an account sent, under the name of what let him in. Only a module that shares a form calls it.',
  input: T.Object(
    {
      blob: T.String(),
      name: T.String(),
      mime: T.String(),
      size: T.Integer({ minimum: 1 }),
      /** What let him in; only it can hang the file on a record. */
      sender: T.Id(),
      /** Files of this sender that may wait for being hung. */
      waiting_max: T.Integer({ minimum: 1 }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ id: T.Id(), name: T.String(), mime: T.String(), size: T.Integer() }),
  errors: {
    tooLarge: invalid('The file is too large.', 'Send a smaller file, or a smaller picture.'),
    wrongType: invalid(
      'This type of file is not taken.',
      'Send a picture, a PDF, an office document, a text or a ZIP file.',
    ),
    noRoom: conflict('There is no room left for files.', 'Send it without the file, or later.'),
    tooMany: conflict('Too many files wait already.', 'Send what you have, or try again later.'),
  },
  emits: [fileUploaded],
  scope: 'everyone',
  internal: true,
}).run(async ({ blob, name, mime, size, sender, waiting_max }, ctx) => {
  const limits = limitsOf(ctx.settings)
  if (size > Math.min(OUTSIDE_BYTES_MAX, limits.file)) throw ctx.error('tooLarge')
  const [waiting] = await ctx.sql<{ n: number }>`
    SELECT count(*)::int AS n FROM files.file WHERE org = ${ctx.org} AND uploader = ${sender} AND record IS NULL`
  if (waiting!.n >= waiting_max) throw ctx.error('tooMany')
  const content = await contentOf(ctx.blobs, blob, safeName(name), size)
  if (!content) throw ctx.error('wrongType')
  const key = `${ctx.org}/${ctx.id()}`
  const { sha256 } = await ctx.blobs.put(key, content.bytes)
  const { fresh } = await keepBlob(ctx, { blob: key, name, mime, size, sha256 })
  ctx.enqueue(deleteBlobs, { keys: fresh ? [blob] : [blob, key] })
  if (fresh && !(await takeRoom(ctx, size, limits.quota))) throw ctx.error('noRoom')
  const file = await ctx
    .records(File)
    .unchecked('who shares the form lets its readers send files')
    .create({
      name: safeName(name),
      size,
      sha256,
      uploader: sender,
      ...(content.picture ?? { mime: safeMime(mime) }),
    })
  ctx.enqueue(
    sweepFiles,
    {},
    { key: 'files.sweep', at: new Date(ctx.now.getTime() + LOOSE_HOURS * 3_600_000) },
  )
  ctx.emit(fileUploaded, { file: file.id, name: file.name, mime: file.mime, size: file.size })
  return { id: file.id, name: file.name, mime: file.mime, size: file.size }
})
