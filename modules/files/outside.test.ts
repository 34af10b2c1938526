import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#kernel'
import { tenon, type Cast } from '#kernel/testing'
import { receiveFile } from './actions/file.receive.ts'
import { contentOf } from './outside.ts'

let as: Cast
before(async () => {
  as = await tenon()
})
after(() => as[Symbol.asyncDispose]())

test('only what is what its name says is taken from outside', async () => {
  const taken = async (name: string, bytes: Buffer) => {
    const key = `${newId()}/${newId()}`
    await as.kernel.blobs.put(key, bytes)
    return Boolean(await contentOf(as.kernel.blobs, key, name, bytes.length))
  }
  const zip = Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0])
  assert.equal(await taken('plan.PDF', Buffer.from('%PDF-1.7')), true)
  assert.equal(await taken('table.xlsx', zip), true)
  assert.equal(await taken('note.txt', Buffer.from('你好')), true)
  assert.equal(await taken('table.xlsx', Buffer.from('%PDF-1.7')), false)
  assert.equal(await taken('note.txt', Buffer.from([77, 90, 0, 3])), false)
  assert.equal(await taken('photo.png', zip), false)
  assert.equal(await taken('page.html', Buffer.from('<p>')), false)
  assert.equal(await taken('run.exe', Buffer.from([77, 90])), false)
  assert.equal(await taken('nothing', zip), false)
})

test('no door takes a file from outside but by the form that asks for it', async () => {
  const sent = { blob: `x/${newId()}`, name: 'a.txt', mime: 'text/plain', size: 1 }
  const input = { ...sent, sender: newId(), waiting_max: 1 }
  await as.wang!.refuses(receiveFile, input, 'notFound')
  await as.nobody.refuses(receiveFile, input, 'notFound')
})
