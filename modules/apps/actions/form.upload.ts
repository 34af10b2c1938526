import { defineAction, invalid, T, type Static } from '#kernel'
import { receiveFile, Upload } from '#modules/files'
import { FILES_WAITING_MAX, formOf, Token } from '../share/form.ts'
import { isFile } from '../make/fields.ts'

/** A photo of a telephone fits; the door keeps no byte more. */
const BYTES_MAX = 10 * 1024 ** 2

export const uploadToForm = defineAction({
  id: 'apps.form.upload',
  kind: 'command',
  effect: 'local',
  title: 'Send a file with a shared form',
  description:
    'Stores a picture or a file for an answer to a shared form, sent as multipart/form-data. Nobody can read it before the form is sent, and what is not sent within a day goes.',
  input: T.Object(
    { form: Token, file: T.Unsafe<Static<typeof Upload>>({ ...Upload, 'x-max': BYTES_MAX }) },
    { additionalProperties: false },
  ),
  output: T.Object({ id: T.Id(), name: T.String(), mime: T.String(), size: T.Integer() }),
  errors: { noFiles: invalid('This form takes no files.', 'Send it without.') },
  silent: 'the file is told by files, the answer when it is sent',
  scope: 'everyone',
  ratePerMinute: 30,
}).run(async ({ form: token, file: { blob, name, mime, size } }, ctx) => {
  const form = await formOf(ctx.sql, token, ctx.now)
  if (!form.fields.some(isFile)) throw ctx.error('noFiles')
  return ctx.within(form.org, (inner) =>
    inner.call(receiveFile, {
      blob,
      name,
      mime,
      size,
      sender: form.share,
      waiting_max: FILES_WAITING_MAX,
    }),
  )
})
