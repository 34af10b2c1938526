import { gunzipSync, gzipSync } from 'node:zlib'
import { T } from '#kernel'
import { StepError } from '../classify.ts'
import { anything, defineStep } from '../define-step.ts'
import { bytesOf } from '../formats.ts'
import { isObject, listOf, oneOf, textOf } from '../given.ts'
import { UNPACKED_MAX, unzipped, within, zipped } from '../zip.ts'

const WAYS = ['gzip', 'zip'] as const

export const compress = defineStep({
  kind: 'compress',
  title: 'Compress',
  description:
    'Packs a text with gzip, or files { name, text or base64 } into a zip archive; the answer is Base64.',
  effect: 'pure',
  schema: T.Object({
    way: T.Enum(WAYS, { title: 'How' }),
    text: T.Optional(T.String({ title: 'Text' })),
    files: T.Optional(anything({ title: 'Files' })),
  }),
  run({ way, text, files }) {
    if (oneOf(way, WAYS, 'How') === 'gzip')
      return gzipSync(textOf(text, 'What to pack', UNPACKED_MAX)).toString('base64')
    let left = UNPACKED_MAX
    const parts = listOf(files, 'The files').map((file, index) => {
      const { name, text: words, base64 } = isObject(file) ? file : {}
      const title = textOf(name, `The name of file ${index + 1}`, 200)
      const bytes =
        base64 === undefined
          ? Buffer.from(textOf(words, `File ${index + 1}`))
          : bytesOf('base64', textOf(base64, `File ${index + 1}`))
      left -= bytes.length
      if (left < 0)
        throw new StepError('data', `The files are larger than ${UNPACKED_MAX / 1000} kB.`)
      return { name: title, bytes }
    })
    return zipped(parts).toString('base64')
  },
})

export const decompress = defineStep({
  kind: 'decompress',
  title: 'Decompress',
  description:
    'Unpacks gzip into a text, or a zip archive into files { name, text, base64 }. What would become too large is refused.',
  effect: 'pure',
  schema: T.Object({
    way: T.Enum(WAYS, { title: 'How' }),
    base64: T.String({ title: 'Packed, as Base64' }),
  }),
  run({ way, base64 }) {
    const packed = bytesOf('base64', textOf(base64, 'What to unpack'))
    if (oneOf(way, WAYS, 'How') === 'gzip')
      return within(UNPACKED_MAX, (maxOutputLength) =>
        gunzipSync(packed, { maxOutputLength }),
      ).toString('utf8')
    return unzipped(packed).map(({ name, bytes }) => {
      const text = Buffer.from(bytes).toString('utf8')
      const readable = !text.includes('\ufffd')
      return readable ? { name, text } : { name, base64: Buffer.from(bytes).toString('base64') }
    })
  },
})
