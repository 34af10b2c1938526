import { fail } from '#kernel'
import { attachFiles } from '#modules/files'
import { isFile } from '../make/fields.ts'
import type { AnyContext } from '../store.ts'
import { FILES_MAX, type Form } from './form.ts'

/** Files of an answer hang on its record from now on: whoever reads it reads them. */
export async function hangAnswer(
  ctx: AnyContext,
  form: Form,
  record: string,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const given = form.fields.filter(isFile).map((field) => ({
    field,
    files: [values[field.name] ?? []].flat() as string[],
  }))
  const items = given.flatMap(({ files }) => files)
  if (items.length === 0) return
  const crowded = given.find(({ files }) => files.length > FILES_MAX)
  if (crowded) throw wrong(crowded.field.name, `at most ${FILES_MAX} files`)
  const attached = await attachFiles(
    ctx,
    `${form.module}.${form.def.noun}`,
    items.map((file) => ({ file, uploader: form.share, record })),
  )
  for (const { field, files } of given)
    for (const id of files) {
      const file = attached.get(id)
      if (!file) throw wrong(field.name, 'a file was not sent with this form, or too long ago')
      if (field.kind === 'picture' && !file.width) throw wrong(field.name, 'is not a picture')
    }
}

const wrong = (field: string, message: string) =>
  fail('invalid', 'A file of the form does not fit.', 'Choose it again.', {
    fields: [{ path: `/${field}`, message }],
  })
