import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { before, test } from 'node:test'
import { buffer } from 'node:stream/consumers'
import type { Blobs } from '#kernel'

export const bytes = Buffer.from('a tongue of wood that joins two beams')
const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex')
async function* inPieces(content = bytes, piece = 7) {
  for (let at = 0; at < content.length; at += piece) yield content.subarray(at, at + piece)
}

/** What every store keeps; the engines differ in nothing that a module could notice. */
export function keepsTheContract(open: () => Promise<Blobs>) {
  let blobs: Blobs
  /** A store may hold what earlier runs left. */
  const org = randomUUID()
  before(async () => {
    blobs = await open()
  })

  test('what was put streams back, whole and by range', async () => {
    const key = `${org}/one`
    const written = await blobs.put(key, inPieces())
    assert.deepEqual(written, { size: bytes.length, sha256: sha256(bytes) })
    assert.deepEqual(await buffer(await blobs.get(key)), bytes)
    assert.deepEqual(await buffer(await blobs.get(key, { start: 2, end: 7 })), bytes.subarray(2, 8))
    assert.deepEqual(await buffer(await blobs.get(key, { start: 30 })), bytes.subarray(30))
  })

  test('nothing is content too', async () => {
    const key = `${org}/empty`
    assert.deepEqual(await blobs.put(key, Buffer.alloc(0)), {
      size: 0,
      sha256: sha256(Buffer.alloc(0)),
    })
    assert.deepEqual(await buffer(await blobs.get(key)), Buffer.alloc(0))
    assert.deepEqual(await buffer(await blobs.get(key, { start: 0, end: 31 })), Buffer.alloc(0))
  })

  test('much is streamed piece by piece and comes back the same', async () => {
    const key = `${org}/much`
    const much = randomBytes(19 * 1024 * 1024 + 3)
    const written = await blobs.put(key, inPieces(much, 700_001))
    assert.deepEqual(written, { size: much.length, sha256: sha256(much) })
    assert.equal(sha256(await buffer(await blobs.get(key))), written.sha256)
    const tail = await buffer(await blobs.get(key, { start: much.length - 9 }))
    assert.deepEqual(tail, much.subarray(-9))
    await blobs.delete(key)
  })

  test('what is put again replaces what was there', async () => {
    const key = `${org}/again`
    await blobs.put(key, bytes)
    await blobs.put(key, Buffer.from('other'))
    assert.equal(String(await buffer(await blobs.get(key))), 'other')
  })

  test('what was deleted is gone; deleting twice is no error', async () => {
    await blobs.put(`${org}/two`, bytes)
    await blobs.put(`${org}/two.480`, bytes)
    await blobs.delete(`${org}/two`)
    await blobs.delete(`${org}/two`)
    await assert.rejects(blobs.get(`${org}/two`), { kind: 'notFound' })
    assert.deepEqual(await buffer(await blobs.get(`${org}/two.480`)), bytes)
  })

  test('no key climbs out', async () => {
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

  test('an upload that breaks off leaves nothing, also after its first parts', async () => {
    async function* broken(content: Buffer) {
      yield content
      throw new Error('gone')
    }
    for (const content of [bytes, randomBytes(9 * 1024 * 1024)]) {
      await assert.rejects(blobs.put(`${org}/broken`, broken(content)), /gone/)
      await assert.rejects(blobs.get(`${org}/broken`), { kind: 'notFound' })
    }
  })

  test('everything is listed, page by page, each key once', async () => {
    const keys = Array.from({ length: 25 }, (_, at) => `${org}/list-${at}`)
    for (const key of keys) await blobs.put(key, bytes)
    const found: string[] = []
    let next: string | undefined
    do {
      const page = await blobs.list(next, 10)
      for (const { key, size, at } of page.items) {
        if (!keys.includes(key)) continue
        found.push(key)
        assert.equal(size, bytes.length)
        assert.ok(Math.abs(Date.now() - at.getTime()) < 60_000)
      }
      next = page.next
    } while (next !== undefined)
    assert.deepEqual(found.toSorted(), keys.toSorted())
  })
}
