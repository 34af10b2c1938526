import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { createHttp } from '#interface/http'
import { tenon, type Cast, type Voice } from '#kernel/testing'

let as: Cast
let url: string
let close: () => Promise<void>
before(async () => {
  as = await tenon()
  const app = await createHttp(as.kernel, { port: 0 })
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  close = () => app.close()
})
after(async () => {
  await close()
  await as[Symbol.asyncDispose]()
})

/** A token of one's own, as an app on one's machine would hold. */
async function signed(voice: Voice) {
  const made = (await voice.call('identity.token.create', {
    name: 'files',
    scopes: ['*'],
  })) as { token: string }
  const headers = { authorization: `Bearer ${made.token}` }
  return (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, { ...init, headers: { ...headers, ...init.headers } })
}
const form = (bytes: Uint8Array<ArrayBuffer>, name: string, type: string) => {
  const body = new FormData()
  body.append('file', new Blob([bytes], { type }), name)
  return { method: 'POST', body }
}

test('a picture goes in as it is and comes out as a preview, an original and a range of bytes', async () => {
  const [wang, bo] = [await signed(as['wang']!), await signed(as['bo']!)]
  const bytes = new Uint8Array(
    await sharp({ create: { width: 1000, height: 500, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
  )
  const sent = await wang('/api/files.file.upload', form(bytes, '照片.png', 'image/png'))
  assert.equal(sent.status, 200)
  const file = (await sent.json()) as { id: string; name: string; width: number }
  assert.deepEqual([file.name, file.width], ['照片.png', 1000])

  const original = await wang(`/files/${file.id}`)
  assert.deepEqual(new Uint8Array(await original.arrayBuffer()), bytes)
  assert.match(
    original.headers.get('content-disposition')!,
    /^attachment; .*filename\*=UTF-8''%E7%85%A7%E7%89%87.png/,
  )
  assert.equal(original.headers.get('x-content-type-options'), 'nosniff')

  const part = await wang(`/files/${file.id}`, { headers: { range: 'bytes=1-3' } })
  assert.deepEqual([part.status, await part.text()], [206, 'PNG'])

  const small = await wang(`/files/${file.id}?inline&size=480`)
  assert.deepEqual(
    [small.headers.get('content-type'), small.headers.get('content-disposition')?.split(';')[0]],
    ['image/webp', 'inline'],
  )
  assert.equal((await sharp(await small.arrayBuffer()).metadata()).width, 480)

  assert.equal((await bo(`/files/${file.id}`)).status, 404)
  assert.equal((await fetch(`${url}/files/${file.id}`)).status, 401)
})

test('bytes of a refused upload are not kept', async () => {
  const wang = await signed(as['wang']!)
  const body = form(new TextEncoder().encode('unwanted'), 'x.txt', 'text/plain')
  body.body.append('entity', 'directory.person')
  const refused = await wang('/api/files.file.upload', body)
  assert.deepEqual(
    [refused.status, ((await refused.json()) as { code: string }).code],
    [400, 'recordMissing'],
  )
  const claimed = await wang('/api/files.file.upload', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      file: { blob: 'x/y', name: 'x', mime: 'x', size: 1, sha256: '0'.repeat(64) },
    }),
  })
  assert.equal(claimed.status, 400)
})
