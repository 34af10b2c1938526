import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { newId } from '#kernel/id'
import { tenon, type Cast } from '#kernel/testing'
import { readFile, uploadFile } from './index.ts'
import { sweepOrphans } from './orphans.ts'

let as: Cast
before(async () => {
  as = await tenon()
})
after(() => as[Symbol.asyncDispose]())

const TOMORROW = Date.now() + 25 * 3_600_000
const put = (key: string, bytes: Uint8Array | string = newId()) =>
  as.kernel.blobs.put(key, Buffer.from(bytes))
const isThere = (key: string) =>
  as.kernel.blobs.get(key).then(
    (stream) => Boolean(stream.resume()),
    () => false,
  )

test('bytes that no row names go after a day; what is named, young or not ours stays', async () => {
  const { org } = as.wang.actor
  const blob = `${org}/${newId()}`
  const photo = await sharp({ create: { width: 600, height: 9, channels: 3, background: '#345' } })
    .png()
    .toBuffer()
  const written = await put(blob, photo)
  const file = await as.wang.call(uploadFile, {
    file: { blob, name: 'a.png', mime: 'image/png', ...written },
  })
  const preview = (await as.wang.call(readFile, { file: file.id, size: '480' })).blob
  // A server that died between storing and committing leaves exactly this.
  const orphan = `${org}/${newId()}`
  await put(orphan)
  await put(`${orphan}.480`)
  const stays = [blob, preview, `${newId()}/${newId()}`, `${org}/no-upload`, 'doctor/probe']
  for (const key of stays.slice(2)) await put(key)

  assert.equal((await sweepOrphans(as.kernel, undefined)).deleted, 0)
  assert.ok(await isThere(orphan))
  assert.deepEqual(await sweepOrphans(as.kernel, undefined, TOMORROW), {
    deleted: 2,
    next: undefined,
  })
  assert.deepEqual(await Promise.all([orphan, `${orphan}.480`].map(isThere)), [false, false])
  for (const key of stays) assert.ok(await isThere(key), key)
})

test('an upload whose command commits while the sweep looks is kept', async () => {
  const { org } = as.wang.actor
  const blobs = Array.from({ length: 8 }, () => `${org}/${newId()}`)
  const uploads = blobs.map(async (blob) => {
    const written = await put(blob)
    return as.wang.call(uploadFile, {
      file: { blob, name: 'a.txt', mime: 'text/plain', ...written },
    })
  })
  // In real life these are a day apart: the sweep never sees what is younger.
  const sweeps = [1, 2, 3].map(() => sweepOrphans(as.kernel, undefined))
  await Promise.all([...uploads, ...sweeps])
  assert.equal((await sweepOrphans(as.kernel, undefined, TOMORROW)).deleted, 0)
  for (const blob of blobs) assert.ok(await isThere(blob))
})

test('a store that belongs to another database is left alone', async () => {
  const orphan = `${as.wang.actor.org}/${newId()}`
  await put(orphan)
  await put('tenon/owner', 'somebody else')
  assert.equal((await sweepOrphans(as.kernel, undefined, TOMORROW)).deleted, 0)
  assert.ok(await isThere(orphan))
})
