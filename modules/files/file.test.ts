import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { newId } from '#kernel/id'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { sweepFiles } from './actions/file.sweep.ts'
import { getUsage } from './actions/usage.get.ts'
import { attachFile, deleteBlobs, deleteFile, getFile, readFile, uploadFile } from './index.ts'

let as: Cast
before(async () => {
  as = await tenon()
})
after(() => as[Symbol.asyncDispose]())

/** As the HTTP door does it: the bytes first, then the call. */
async function stored(
  voice: Voice,
  bytes: Uint8Array,
  name = '报价.pdf',
  mime = 'application/pdf',
) {
  const blob = `${voice.actor.org}/${newId()}`
  return { blob, name, mime, ...(await as.kernel.blobs.put(blob, bytes)) }
}
const upload = async (voice: Voice, bytes: Uint8Array | string, name?: string, mime?: string) =>
  voice.call(uploadFile, { file: await stored(voice, Buffer.from(bytes), name, mime) })
const bytesOf = async (
  voice: Voice,
  input: { file: string; size?: '480' | '1600'; inline?: boolean },
) => {
  const { blob } = await voice.call(readFile, input)
  return buffer(await as.kernel.blobs.get(blob))
}
const picture = (width = 2000, height = 1000) =>
  sharp({ create: { width, height, channels: 3, background: '#3451b2' } })

test('upload: its uploader alone reads it until it hangs on something', async () => {
  const wang = as['wang']!
  const file = await upload(wang, 'first', '报价.pdf')
  const { name, mime, size, uploader } = file
  assert.deepEqual(
    { name, mime, size, uploader },
    { name: '报价.pdf', mime: 'application/pdf', size: 5, uploader: wang.id },
  )
  assert.equal((await wang.call(getFile, { file: file.id })).id, file.id)
  assert.equal((await bytesOf(wang, { file: file.id })).toString(), 'first')
  for (const voice of [as['bo']!, as['lin']!, as['stranger']!, as['outsider']!]) {
    await voice.refuses(getFile, { file: file.id }, 'notFound')
    await voice.refuses(readFile, { file: file.id }, 'notFound')
  }
  await as.nobody.refuses(readFile, { file: file.id }, 'unauthenticated')
})

test('upload: names and types are made harmless', async () => {
  const wang = as['wang']!
  const page = await upload(wang, '<script>', '../../a\u202Efdp.exe', 'text/html; charset=utf-8')
  assert.deepEqual([page.name, page.mime], ['a fdp.exe', 'application/octet-stream'])
  const drawing = await upload(wang, '<svg onload="x"/>', 'x.svg', 'image/svg+xml')
  assert.equal(drawing.mime, 'application/octet-stream')
  await wang.refuses(readFile, { file: drawing.id, inline: true }, 'noPicture')
  const claimed = await upload(wang, 'not a picture', 'x.png', 'image/png')
  assert.equal(claimed.width, undefined)
  await wang.refuses(readFile, { file: claimed.id, size: '480' }, 'noPicture')
  assert.equal((await upload(wang, 'x', '...', 'a b')).name, 'file')
  const long = await upload(wang, 'x', `${'长'.repeat(400)}.xlsx`)
  assert.equal(long.name.length, 255)
  assert.match(long.name, /\.xlsx$/)
})

test('upload: nobody makes a file of a blob that he merely names', async () => {
  const wang = as['wang']!
  const known = await upload(wang, 'secret')
  const { blob } = await wang.call(readFile, { file: known.id })
  const sha256 = createHash('sha256').update('x').digest('hex')
  const claim = { name: 'x', mime: 'text/plain', size: 1, sha256 }
  await as['bo']!.refuses(uploadFile, { file: { blob, ...claim } }, 'invalid')
  await as['bo']!.refuses(
    uploadFile,
    { file: { blob: `${newId()}/${newId()}`, ...claim } },
    'invalid',
  )
  await as['bo']!.refuses(
    uploadFile,
    { file: { blob: `${wang.actor.org}/../x`, ...claim } },
    'invalid',
  )
})

test('the same content is kept once in an organisation, and never shared with another', async () => {
  const [wang, bo, outsider] = [as['wang']!, as['bo']!, as['outsider']!]
  const before = await wang.call(getUsage, {})
  const content = 'x'.repeat(10_000)
  const [one, two] = [await upload(wang, content), await upload(bo, content)]
  const theirs = await upload(outsider, content)
  await as.kernel.idle()
  assert.equal((await wang.call(getUsage, {})).used_bytes - before.used_bytes, 10_000)
  const [a, b, c] = [
    await wang.call(readFile, { file: one.id }),
    await bo.call(readFile, { file: two.id }),
    await outsider.call(readFile, { file: theirs.id }),
  ]
  assert.equal(a.blob, b.blob)
  assert.notEqual(a.blob, c.blob)

  await wang.call(deleteFile, { file: one.id })
  await as.kernel.idle()
  assert.equal((await bytesOf(bo, { file: two.id })).length, 10_000, 'still used by the other')
  await bo.call(deleteFile, { file: two.id })
  await as.kernel.idle()
  await assert.rejects(as.kernel.blobs.get(a.blob), { kind: 'notFound' })
  assert.equal((await bytesOf(outsider, { file: theirs.id })).length, 10_000)
  assert.equal((await wang.call(getUsage, {})).used_bytes, before.used_bytes)
})

test('limits: too large and no room are refused with what is allowed', async () => {
  const wang = as['wang']!
  const { blob, ...rest } = await stored(wang, Buffer.from('x'))
  const refusal = await wang.refuses(
    uploadFile,
    { file: { blob, ...rest, size: 201 * 1024 ** 2 } },
    'tooLarge',
  )
  assert.deepEqual(refusal.details, { max_bytes: 200 * 1024 ** 2 })
  await as.owner((client) =>
    client.query(
      `UPDATE files.usage SET bytes = 100::bigint * 1024 * 1024 * 1024 - 4 WHERE org = '${wang.actor.org}'`,
    ),
  )
  await wang.refuses(uploadFile, { file: await stored(wang, Buffer.from('12345')) }, 'noRoom')
  await upload(wang, '1234')
  await as.owner((client) =>
    client.query(`UPDATE files.usage SET bytes = 0 WHERE org = '${wang.actor.org}'`),
  )
})

test('pictures: shown only re-encoded, the right way up, without what hid beside the pixels', async () => {
  const wang = as['wang']!
  const tagged = await picture(2000, 1000)
    .withExif({ IFD0: { Copyright: 'GPS 31.2304 121.4737' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const file = await upload(wang, tagged, 'IMG_1.jpg', 'image/jpeg')
  assert.deepEqual([file.mime, file.width, file.height], ['image/jpeg', 1000, 2000])
  const original = await wang.call(readFile, { file: file.id })
  assert.equal(original.inline, false)
  for (const [size, width] of [
    ['480', 480],
    ['1600', 1000],
    [undefined, 1000],
  ] as const) {
    const shown = await wang.call(readFile, {
      file: file.id,
      inline: true,
      ...(size ? { size } : {}),
    })
    assert.deepEqual([shown.mime, shown.inline], ['image/webp', true])
    const made = await sharp(await buffer(await as.kernel.blobs.get(shown.blob))).metadata()
    assert.deepEqual(
      [made.format, made.width, made.height, made.exif, made.orientation],
      ['webp', width, width * 2, undefined, undefined],
    )
  }
})

test('pictures: one that unfolds to too many pixels is only downloaded', async () => {
  const bomb = await picture(8000, 7000).png().toBuffer()
  const file = await upload(as['wang']!, bomb, 'bomb.png', 'image/png')
  assert.equal(file.width, undefined)
  await as['wang']!.refuses(readFile, { file: file.id, inline: true }, 'noPicture')
})

test('attach: from then on the right to the file is the right to the record', async () => {
  const wang = as['wang']!
  const portrait = await upload(wang, 'portrait')
  const there = { entity: 'directory.person', record: wang.id }
  await as['bo']!.refuses(attachFile, { file: portrait.id, ...there }, 'notFound')
  await wang.refuses(
    attachFile,
    { file: portrait.id, entity: 'directory.person', record: as['outsider']!.id },
    'notFound',
  )
  await wang.refuses(
    attachFile,
    { file: portrait.id, entity: 'no.thing', record: wang.id },
    'notFound',
  )
  const attached = await wang.call(attachFile, { file: portrait.id, ...there })
  assert.deepEqual([attached.entity, attached.record], ['directory.person', wang.id])
  await wang.call(attachFile, { file: portrait.id, ...there })
  assert.equal((await as['bo']!.call(getFile, { file: portrait.id })).id, portrait.id)
  await as['outsider']!.refuses(getFile, { file: portrait.id }, 'notFound')
  await wang.refuses(
    attachFile,
    { file: portrait.id, entity: 'directory.person', record: as['bo']!.id },
    'attachedElsewhere',
  )
  await wang.refuses(deleteFile, { file: portrait.id }, 'attached')
})

test('upload can attach at once, if the record may be read', async () => {
  const [wang, outsider] = [as['wang']!, as['outsider']!]
  const there = { entity: 'directory.person', record: wang.id }
  const file = await wang.call(uploadFile, {
    file: await stored(wang, Buffer.from('at once')),
    ...there,
  })
  assert.equal(file.record, wang.id)
  await outsider.refuses(
    uploadFile,
    { file: await stored(outsider, Buffer.from('x')), ...there },
    'notFound',
  )
  await wang.refuses(
    uploadFile,
    { file: await stored(wang, Buffer.from('x')), entity: 'directory.person' },
    'recordMissing',
  )
})

test('what hangs on nothing goes after a day, with its bytes', async () => {
  const wang = as['wang']!
  const [old, young] = [await upload(wang, 'forgotten'), await upload(wang, 'just now')]
  const { blob } = await wang.call(readFile, { file: old.id })
  await as.owner((client) =>
    client.query(
      `UPDATE files.file SET created_at = now() - interval '25 hours' WHERE id = '${old.id}'`,
    ),
  )
  await wang.refuses(sweepFiles, {}, 'notFound')
  await wang.refuses(deleteBlobs, { keys: [blob] }, 'notFound')
  await as.owner((client) =>
    client.query(`UPDATE kernel.job SET run_at = now() WHERE key = 'files.sweep'`),
  )
  await as.kernel.idle()
  await wang.refuses(getFile, { file: old.id }, 'notFound')
  await assert.rejects(as.kernel.blobs.get(blob), { kind: 'notFound' })
  assert.equal((await wang.call(getFile, { file: young.id })).id, young.id)
  const waiting = await as.owner((client) =>
    client.query(
      `SELECT run_at > now() + interval '20 hours' AS later FROM kernel.job WHERE org = '${wang.actor.org}' AND key = 'files.sweep'`,
    ),
  )
  assert.deepEqual(waiting.rows, [{ later: true }], 'the next sweep is due for what is left')
})
