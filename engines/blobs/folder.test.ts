import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { buffer } from 'node:stream/consumers'
import { openBlobs } from './index.ts'

const bytes = Buffer.from('a tongue of wood that joins two beams')

async function folderOf(t: { after(work: () => Promise<void>): void }) {
  const folder = await mkdtemp(join(tmpdir(), 'tenon-blobs-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}
async function* inPieces(piece = 7) {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
}

test('what was put streams back, whole and by range', async (t) => {
  const blobs = await openBlobs({ folder: await folderOf(t) })
  const written = await blobs.put('org/one', inPieces())
  assert.deepEqual(written, {
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })
  assert.deepEqual(await buffer(await blobs.get('org/one')), bytes)
  assert.deepEqual(
    await buffer(await blobs.get('org/one', { start: 2, end: 7 })),
    bytes.subarray(2, 8),
  )
  assert.deepEqual(await buffer(await blobs.get('org/one', { start: 30 })), bytes.subarray(30))
})

test('what was deleted is gone; deleting twice is no error', async (t) => {
  const blobs = await openBlobs({ folder: await folderOf(t) })
  await blobs.put('org/one', bytes)
  await blobs.put('org/one.480', bytes)
  await blobs.delete('org/one')
  await blobs.delete('org/one')
  await assert.rejects(blobs.get('org/one'), { kind: 'notFound' })
  assert.deepEqual(await buffer(await blobs.get('org/one.480')), bytes)
})

test('no key climbs out of the folder', async (t) => {
  const blobs = await openBlobs({ folder: await folderOf(t) })
  for (const key of [
    '../x',
    'a/../../x',
    '/etc/passwd',
    'a//b',
    '',
    '.',
    'a/.hidden',
    'a\0b',
    'a~b',
    'x'.repeat(400),
  ]) {
    await assert.rejects(blobs.put(key, bytes), { kind: 'invalid' }, key)
    await assert.rejects(blobs.get(key), { kind: 'invalid' }, key)
  }
})

test('an upload that breaks off leaves nothing', async (t) => {
  const folder = await folderOf(t)
  const blobs = await openBlobs({ folder })
  async function* broken() {
    yield bytes
    throw new Error('gone')
  }
  await assert.rejects(blobs.put('org/one', broken()), /gone/)
  await assert.rejects(blobs.get('org/one'), { kind: 'notFound' })
  assert.deepEqual(await readdir(join(folder, 'incoming')), [])
  assert.equal((await stat(join(folder, 'incoming'))).mode & 0o777, 0o700)
})

test('what a crash left behind goes a day later', async (t) => {
  const folder = await folderOf(t)
  await openBlobs({ folder })
  const [old, young] = [join(folder, 'incoming', 'old'), join(folder, 'incoming', 'young')]
  await writeFile(old, bytes)
  await writeFile(young, bytes)
  await utimes(old, 0, 0)
  await openBlobs({ folder })
  assert.deepEqual(await readdir(join(folder, 'incoming')), ['young'])
})
